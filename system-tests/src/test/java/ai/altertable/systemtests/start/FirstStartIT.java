package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A first start that is killed at some point, and what the next one makes of it.
@SystemTest
final class FirstStartIT {
  private static final Pattern CREDENTIALS =
      Pattern.compile("user +(\\S+)\\n +password +(\\S+)", Pattern.MULTILINE);
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(60);

  @Test
  void startKilledAtEveryPointOneAfterTheOtherIsCompletedByTheNext(Program program) {
    Path data = program.newDirectory();
    Optional<String> shown = Optional.empty();
    for (StartPoint point : StartPoint.values()) {
      Optional<String> before = shown;
      shown = killAt(point, program, data).or(() -> before);
    }
    requireWorks(program, data, shown);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void startKilledAtAPointIsCompletedByTheNext(StartPoint point, Program program) {
    Path data = program.newDirectory();
    requireWorks(program, data, killAt(point, program, data));
  }

  /// Gives the credentials that were shown before the end.
  private static Optional<String> killAt(StartPoint point, Program program, Path data) {
    try (RunningServer server = program.begin(Launch.bare(data).with("--http-port", "0"))) {
      Wait.until(REACHED_WITHIN, point.name(), () -> point.reachedBy(server));
      assertThat(server.runs()).as(server.output()).isTrue();
      server.killEverything();
      return credentials(server);
    }
  }

  /// A start shows new credentials, unless those of the one before have been shown. The last ones
  /// that were shown open the door.
  private static void requireWorks(Program program, Path data, Optional<String> shown) {
    try (RunningServer server = program.start(Launch.bare(data).with("--http-port", "0"))) {
      Optional<String> credentials = credentials(server).or(() -> shown);
      assertThat(credentials).as("credentials in:%n%s", server.output()).isPresent();
      Http http = server.http(credentials.orElseThrow());
      http.query("CREATE TABLE t AS SELECT 42 AS a").orFail();
      assertThat(http.query("FROM t").value()).isEqualTo("42");
    }
  }

  private static Optional<String> credentials(RunningServer server) {
    Matcher printed = CREDENTIALS.matcher(server.output());
    return printed.find()
        ? Optional.of(printed.group(1) + ":" + printed.group(2))
        : Optional.empty();
  }

  @Test
  void startThatIsInterruptedLeavesNothingAndIsCompletedByTheNext(Program program) {
    Path data = program.newDirectory();
    for (StartPoint point : List.of(StartPoint.CLUSTER_IS_BEING_MADE, StartPoint.POSTGRES_RUNS)) {
      try (RunningServer server = program.begin(Launch.bare(data).with("--http-port", "0"))) {
        Wait.until(REACHED_WITHIN, point.name(), () -> point.reachedBy(server));
        server.interruptAsTerminal();
        server.requireNothingLeft();
        assertThat(server.output()).doesNotContain("Exception");
      }
    }
    requireWorks(program, data, Optional.empty());
  }

  @Test
  void damagedClusterIsRefusedAndNothingRuns(Program program) throws IOException {
    Path data = program.newDirectory();
    try (RunningServer server = program.begin(Launch.in(data))) {
      Wait.until(REACHED_WITHIN, "PostgreSQL runs", () -> server.findPostmaster().isPresent());
      server.killEverything();
    }
    Files.delete(controlFile(data));
    Finished refused = program.runToItsEnd(Launch.in(data));
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err())
        .contains("damaged", "pg_control", "backup")
        .doesNotContain("Exception");
    Refusals.requireNoProcessIn(data);
  }

  private static Path controlFile(Path data) throws IOException {
    try (var files = Files.walk(data.resolve("postgres"))) {
      return files.filter(file -> file.endsWith("pg_control")).findFirst().orElseThrow();
    }
  }
}
