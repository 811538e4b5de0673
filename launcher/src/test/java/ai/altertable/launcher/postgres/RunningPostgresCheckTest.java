package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.launcher.check.Finding;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningPostgresCheckTest {
  private static Map<String, String> good() {
    return new TreeMap<>(
        Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "data_checksums", "on",
            "server_version", "18.1",
            "max_connections", "200",
            "used", "12"));
  }

  @Test
  void goodSettingsAreFine() {
    assertThat(RunningPostgresCheck.judge(good(), Duration.ZERO))
        .isEqualTo(
            new Finding.Fine(
                "PostgreSQL 18.1 answers, keeps what it acknowledges, and has 12 of 200"
                    + " connections in use."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
  void settingThatRisksDataIsAProblem(String name) {
    Map<String, String> state = good();
    state.put(name, "off");

    assertThat(RunningPostgresCheck.judge(state, Duration.ZERO))
        .isInstanceOf(Finding.Problem.class)
        .extracting(Finding::seen)
        .asString()
        .contains(name + " = off");
  }

  @Test
  void missingChecksumsAreWarnedOfWhereNothingIsWorse() {
    Map<String, String> state = good();
    state.put("data_checksums", "off");
    assertThat(RunningPostgresCheck.judge(state, Duration.ZERO))
        .isInstanceOfSatisfying(
            Finding.Warning.class,
            warning -> {
              assertThat(warning.seen()).contains("data_checksums = off");
              assertThat(warning.advice()).contains("pg_checksums --enable");
            });

    state.put("used", "161");
    assertThat(RunningPostgresCheck.judge(state, Duration.ZERO).seen()).contains("161 of 200");
    state.put("fsync", "off");
    assertThat(RunningPostgresCheck.judge(state, Duration.ZERO))
        .isInstanceOf(Finding.Problem.class);
  }

  @Test
  void fewFreeConnectionsAreWarnedOf() {
    Map<String, String> state = good();
    state.put("used", "161");

    assertThat(RunningPostgresCheck.judge(state, Duration.ZERO))
        .isInstanceOf(Finding.Warning.class);
  }

  @Test
  void otherTimeIsWarnedOf() {
    assertThat(RunningPostgresCheck.judge(good(), Duration.ofSeconds(3)))
        .isInstanceOf(Finding.Warning.class);
  }

  @Test
  void nothingRunsWhereNothingIs(@TempDir Path folder) throws Exception {
    assertThat(new RunningPostgresCheck(folder, Clock.systemUTC()).look())
        .isEqualTo(new Finding.Fine("It does not run."));
  }
}
