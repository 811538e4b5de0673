package ai.altertable.systemtests.start;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@SystemTest
final class StartAndStopIT {
  private static final Pattern USER = Pattern.compile("(?m)^ +user +(\\S+)$");
  private static final Pattern PASSWORD = Pattern.compile("(?m)^ +password +(\\S+)$");

  /// What a process that SIGINT ended is told of by.
  private static final List<Integer> ENDED_BY_INTERRUPT = List.of(0, 130);

  @Test
  void serverStoppedByCtrlCStartsAgainWithAllDataAndTheSamePassword(Program program) {
    Path data = program.newDirectory();
    String credentials;
    try (RunningServer first = program.start(Launch.bare(data).with("--http-port", "0"))) {
      credentials = found(USER, first) + ":" + found(PASSWORD, first);
      first.http(credentials).query("CREATE TABLE kept AS FROM range(5000) t(i)").orFail();
      first.http(credentials).query("INSERT INTO kept VALUES (-1)").orFail();
      assertThat(ENDED_BY_INTERRUPT).contains(first.interruptAsTerminal());
      first.requireNothingLeft();
      assertThat(first.serverLog()).doesNotContain("ERROR");
      assertThat(first.output()).doesNotContain("Exception");
    }
    try (RunningServer second = program.start(Launch.bare(data).with("--http-port", "0"))) {
      assertThat(second.output()).doesNotContain("password", "API key");
      assertThat(second.http(credentials).query("SELECT count(*), min(i) FROM kept").texts())
          .containsExactly("[5001,-1]");
      assertThat(second.log("postgres.log"))
          .contains("database system is shut down")
          .doesNotContain("was interrupted", "not properly shut down");
      requireStopsUnderAQuery(second, second.http(credentials));
    }
  }

  private static void requireStopsUnderAQuery(RunningServer server, Http http) {
    String endless = "SELECT count(*) FROM range(1000000000000) t(i) WHERE i % 7 = 3";
    Thread client = Thread.ofVirtual().start(() -> http.attempt(Query.of(endless)));
    Wait.pause(Duration.ofMillis(500));
    long asked = System.nanoTime();
    assertThat(ENDED_BY_INTERRUPT).contains(server.stop("INT"));
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(30));
    server.requireNothingLeft();
    Wait.until(Duration.ofSeconds(5), "the client is told", () -> !client.isAlive());
  }

  private static String found(Pattern pattern, RunningServer server) {
    Matcher matcher = pattern.matcher(server.output());
    assertThat(matcher.find()).as(server.output()).isTrue();
    return matcher.group(1);
  }

  @Test
  void childrenEndWhenTheServerProcessIsKilled(Program program) {
    Launch launch =
        Launch.in(program.newDirectory())
            .withVariable("ALTERTABLE_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1  -Da.b=c");
    try (RunningServer server = program.start(launch)) {
      assertThat(List.of(server.server(), server.worker()))
          .as("further options are those of the server and of its worker")
          .allMatch(java -> java.commandLine().contains(" -XX:TieredStopAtLevel=1 -Da.b=c "));
      assertThat(server.processes()).hasSizeGreaterThan(4);
      server.server().kill();
      server.requireNothingLeft();
    }
  }
}
