package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.log.LogFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupDiagnosisTest {
  private static final String TIME = "2026-02-03 04:05:06.789 UTC [4711] ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PORT_IN_USE | LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use",
        "DISK_FULL | FATAL:  could not write lock file \"postmaster.pid\": No space left on device",
        "LEFTOVER | FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use",
        "LEFTOVER | FATAL:  lock file \"postmaster.pid\" already exists",
        "DAMAGED | FATAL:  database files are incompatible with server",
        "DAMAGED | PANIC:  could not locate a valid checkpoint record at 0/1FFFFB8",
        "DAMAGED | FATAL:  incorrect checksum in control file",
        "NOT_PERMITTED | FATAL:  data directory \"/d\" has wrong ownership",
        "NO_MEMORY | FATAL:  could not map anonymous shared memory: Cannot allocate memory",
        "UNKNOWN | FATAL:  something new",
      })
  void causeIsReadFromTheLog(StartupDiagnosis.Cause cause, String line) {
    assertThat(StartupDiagnosis.of(List.of(TIME + "LOG:  starting", TIME + line)).cause())
        .isEqualTo(cause);
  }

  @Test
  void whatIsNoErrorIsNoCause() {
    String harmless = TIME + "LOG:  the word Permission denied in some harmless line";
    assertThat(StartupDiagnosis.of(List.of(harmless)).cause())
        .isEqualTo(StartupDiagnosis.Cause.UNKNOWN);
  }

  @Test
  void explanationQuotesTheLogWithoutItsPrefix() {
    PostgresServer server =
        new PostgresServer(
            new PostgresInstallation(Path.of("/i"), 17),
            new Unprivileged(List.of()),
            new Cluster(Path.of("/c")),
            new PostgresConfig(
                Path.of("/h"),
                Path.of("/k"),
                Path.of("/l"),
                Path.of("/r"),
                0,
                200,
                DataSize.ofMebibytes(64),
                Duration.ofSeconds(1),
                false,
                LogFormat.TEXT),
            4242,
            Path.of("/l/postgres.log"));
    StartupFailure failure =
        StartupDiagnosis.of(List.of(TIME + "LOG:  starting", TIME + "FATAL:  something new"))
            .explain(server, "ended with status 1");
    assertThat(failure.problem())
        .isEqualTo("PostgreSQL ended with status 1 before it was ready: FATAL:  something new");
    assertThat(failure.advice()).contains("/l/postgres.log");
  }
}
