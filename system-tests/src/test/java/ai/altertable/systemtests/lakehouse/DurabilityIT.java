package ai.altertable.systemtests.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Finished;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.TestFiles;
import ai.altertable.systemtests.harness.Wait;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an acknowledged write rests on.
@SystemTest
final class DurabilityIT {
  @Test
  void postgresKeepsWhatItHasCommitted(RunningServer server) {
    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      assertThat(server.postgres().column("SHOW " + setting)).as(setting).containsExactly("on");
    }
    assertThat(
            server
                .postgres()
                .column("SELECT DISTINCT setting FROM pg_settings WHERE name = 'wal_sync_method'"))
        .hasSize(1);
    assertThat(
            server
                .postgres()
                .column(
                    """
                    SELECT rolname FROM pg_roles r, unnest(rolconfig) c
                    WHERE c LIKE 'synchronous_commit=%' AND c NOT LIKE '%=on'
                    """))
        .isEmpty();
  }

  @Test
  void everyNewFileIsOnTheDiskBeforeItsCommitGoesOut(
      RunningServer server, TestFiles files, @TempDir Path directory) throws IOException {
    Path trace = directory.resolve("trace");
    Process strace = follow(server.worker(), trace);
    try {
      write(server.http(), files);
    } finally {
      new Proc(strace.pid()).signal("INT");
      assertThat(new Proc(strace.pid()).awaitEnd(Duration.ofSeconds(20))).isTrue();
    }
    List<SyncOrder.NewFile> written = SyncOrder.of(trace, server.postgres().port());
    assertThat(written).hasSizeGreaterThanOrEqualTo(5);
    assertThat(written)
        .allSatisfy(file -> {
          assertThat(file.registered()).as("registered: %s", file).isPositive();
          assertThat(file.committed()).as("committed: %s", file).isGreaterThan(file.registered());
          assertThat(file.synced()).as("synced: %s", file).isBetween(1, file.committed() - 1);
          assertThat(file.directorySynced())
              .as("directory synced: %s", file)
              .isBetween(1, file.committed() - 1);
          assertThat(file.lastWritten()).as("written: %s", file).isLessThan(file.synced());
        });
  }

  private static void write(Http http, TestFiles files) throws IOException {
    http.query("CREATE OR REPLACE TABLE synced AS FROM range(50000) t(i)").orFail();
    http.query("INSERT INTO synced FROM range(50000, 120000)").orFail();
    http.query(
            "BEGIN; INSERT INTO synced FROM range(20000); INSERT INTO synced FROM range(30000); COMMIT")
        .orFail();
    http.query("DELETE FROM synced WHERE i % 3 = 0").orFail();
    var upload =
        http.upload(
            Map.of("table", "synced_upload", "mode", "overwrite"),
            BodyPublishers.ofFile(files.dataSet("airports.csv")));
    assertThat(upload.statusCode()).as(upload.body()).isEqualTo(200);
  }

  /// Attaches to all threads of a process.
  private static Process follow(Proc process, Path trace) throws IOException {
    Path messages = trace.resolveSibling("strace.messages");
    Finished.of(new ProcessBuilder("strace", "-V"), Duration.ofSeconds(10)).orFail();
    Process strace =
        new ProcessBuilder(
                List.of(
                    "strace",
                    "-f",
                    "-yy",
                    "-s",
                    "1048576",
                    "-e",
                    "trace=openat,open,creat,write,pwrite64,writev,pwritev,fsync,fdatasync,sendto,sendmsg,rename,renameat,renameat2",
                    "-o",
                    trace.toString(),
                    "-p",
                    Long.toString(process.pid())))
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start();
    Wait.until(
        Duration.ofSeconds(20),
        "strace has attached (it needs the right to trace another process of its user)",
        () -> said(messages).contains("attached"));
    return strace;
  }

  private static String said(Path messages) {
    try {
      return Files.readString(messages);
    } catch (IOException notYet) {
      return "";
    }
  }
}
