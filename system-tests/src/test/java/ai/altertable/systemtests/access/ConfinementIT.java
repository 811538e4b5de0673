package ai.altertable.systemtests.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The kernel's wall around the real worker. What it holds, a program tries that is confined in the
/// same way; here is that the worker is, in all of its threads, and does its work all the same.
@SystemTest
final class ConfinementIT {
  private static final Duration SECONDS = Duration.ofSeconds(10);

  @Test
  void everyThreadOfTheWorkerIsConfinedAndDoesItsWork(Program program) {
    Launch launch =
        Launch.in(program.newDirectory())
            .with("--worker-confinement", "require", "--worker-memory", "128MiB");
    try (RunningServer server = program.start(launch)) {
      assertThat(server.serverLog()).contains("workers are confined by the kernel");
      requireWorking(server);
      requireConfined(server.worker());
      assertThat(server.server().threads()).anyMatch(status -> status.contains("NoNewPrivs:\t0"));

      long before = server.worker().pid();
      server.worker().signal("SEGV");
      Wait.until(
          SECONDS,
          "a new worker works",
          () ->
              server.findWorker().filter(worker -> worker.pid() != before).isPresent()
                  && server.http().query("SELECT 1").failure().isEmpty());
      requireConfined(server.worker());
      assertThat(server.log("worker-crash.log")).contains("SIGSEGV");
    }
  }

  /// Files, uploads and spilling, and what lies beyond the worker's memory.
  private static void requireWorking(RunningServer server) {
    server
        .http()
        .query("CREATE TABLE big AS SELECT i, hash(i) AS h FROM range(200000) t(i)")
        .orFail();
    assertThat(server.http().query("SELECT count(DISTINCT h) FROM big").number())
        .isEqualTo(200_000);
    assertThat(
            server
                .http()
                .upload(
                    Map.of(
                        "catalog", "lakehouse", "table", "up", "mode", "create", "format", "csv"),
                    BodyPublishers.ofString("i\n1\n"))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            server
                .http()
                .query(
                    "SELECT h FROM (SELECT hash(i) AS h, repeat('x', 20) AS x FROM range(6000000) t(i)"
                        + " ORDER BY h) OFFSET 5999999")
                .orFail()
                .rows())
        .hasSize(1);
  }

  private static void requireConfined(Proc worker) {
    assertThat(worker.threads())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            status -> assertThat(status).contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000"));
    assertThat(worker.limit("Max core file size")).isEqualTo("0");
  }

  @Test
  void workerIsLeftAloneWhereThatIsAskedFor(Program program) {
    Launch launch = Launch.in(program.newDirectory()).with("--worker-confinement", "off");
    try (RunningServer server = program.start(launch)) {
      assertThat(server.http().query("SELECT 1").value()).isEqualTo("1");
      assertThat(server.worker().threads()).allMatch(status -> status.contains("NoNewPrivs:\t0"));
      assertThat(server.serverLog()).contains("workers are not confined by the kernel");
    }
  }

  /// As a container's policy that answers every such call with an error.
  @Test
  @Tag("slow")
  void systemWithoutLandlockIsToldOfOrRefused(Program program) {
    Path strace = Path.of("/usr/bin/strace");
    assumeTrue(Files.isExecutable(strace), "this test needs strace");
    Launch without =
        Launch.in(program.newDirectory())
            .behind(
                List.of(
                    strace.toString(),
                    "-D",
                    "-f",
                    "-qq",
                    "-o",
                    "/dev/null",
                    "--seccomp-bpf",
                    "-e",
                    "trace=landlock_create_ruleset",
                    "-e",
                    "inject=landlock_create_ruleset:error=ENOSYS"));
    Finished refused = program.runToItsEnd(without.with("--worker-confinement", "require"));
    assertThat(refused.status()).isNotZero();
    assertThat(refused.said())
        .contains("The worker cannot be confined", "Landlock", "--worker-confinement prefer");

    try (RunningServer server = program.start(without)) {
      assertThat(server.http().query("SELECT 1").value()).isEqualTo("1");
      assertThat(server.serverLog())
          .contains("walls around workers that this system lacks: confinement by the kernel");
    }
  }
}
