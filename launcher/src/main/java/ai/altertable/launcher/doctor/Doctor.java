package ai.altertable.launcher.doctor;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.datadir.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs all checks at once and waits for all of them, but not for ever: what hangs is a finding as
/// well. A check that is late is left to itself, on a thread that does not keep the process alive.
public record Doctor(List<Check> checks, Duration within) {
  private static final Duration USUAL = Duration.ofSeconds(20);

  public Doctor {
    checks = List.copyOf(checks);
  }

  public static Doctor of(DoctorConfig config) {
    return new Doctor(Checks.of(config), USUAL);
  }

  public Report examine() {
    long deadline = System.nanoTime() + within.toNanos();
    List<CompletableFuture<Finding>> findings = checks.stream().map(Doctor::begin).toList();
    List<Report.Line> lines = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      lines.add(new Report.Line(checks.get(i).name(), await(findings.get(i), deadline)));
    }
    return new Report(lines);
  }

  private static CompletableFuture<Finding> begin(Check check) {
    CompletableFuture<Finding> finding = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("check " + check.name())
        .start(() -> finding.complete(finding(check)));
    return finding;
  }

  private static Finding finding(Check check) {
    try {
      return check.look();
    } catch (StartupFailure failure) {
      return new Finding.Problem(failure.problem(), failure.advice());
    } catch (PlatformException failure) {
      return unforeseen(failure.getMessage());
    } catch (IOException failure) {
      return new Finding.Problem(
          "This could not be looked at: " + FailureReason.of(failure) + ".",
          "Run this as the server's user.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return unforeseen("interrupted");
    } catch (RuntimeException | Error failure) {
      return unforeseen(failure.toString());
    }
  }

  private static Finding unforeseen(@Nullable String reason) {
    return new Finding.Problem(
        "The check itself failed: " + reason + ".",
        "Report this with the version and the message.");
  }

  private Finding await(CompletableFuture<Finding> finding, long deadline) {
    try {
      return finding.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return new Finding.Problem(
          "There was no answer within " + within.toMillis() + " ms.",
          "Something that it looks at hangs: a file system, a name service, or a process.");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return unforeseen("interrupted");
    }
  }
}
