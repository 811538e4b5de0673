package ai.altertable.launcher.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.altertable.engine.Patience;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.confinement.ConfinedProgram;
import ai.altertable.launcher.confinement.Confinement;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.testing.TestRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DuckDB as it comes, without guard, instance or any setting of ours, behind the kernel's wall of
/// a hosted worker alone.
class WorkerConfinementTest {
  private final Confinement confinement = Confinement.ofThisSystem();

  @TempDir private Path data;
  private WorkerInstructions instructions;

  @BeforeEach
  void makeDirectories() throws IOException {
    assumeTrue(confinement.holds(), "this kernel does not confine: " + confinement.missing());
    instructions = instructions(1);
    Workspace.prepare(instructions, data.resolve("worker-crash.log"));
    Files.createDirectories(instructions.settings().objects());
    Files.createDirectories(instructions.socket().getParent());
    Files.createDirectories(data.resolve("keys"));
    Files.writeString(data.resolve("keys/master.key"), "the master key");
  }

  private WorkerInstructions instructions(int port) {
    return new WorkerInstructions(
        "hosted-1",
        new Secret("no token"),
        Set.of(port),
        Optional.empty(),
        ConfinementMode.REQUIRE,
        data.resolve("run/hosted-1/http"),
        new WorkerSettings(
            TestRuntime.directory(),
            TestRuntime.extensions(),
            data.resolve("cache/hosted-1"),
            data.resolve("staging/hosted-1"),
            data.resolve("objects"),
            1,
            DataSize.ofMebibytes(128),
            DataSize.ofMebibytes(128),
            DataSize.ofMebibytes(128),
            Patience.DEFAULT));
  }

  private List<String> run(WorkerInstructions worker, String... attempts) throws Exception {
    return ConfinedProgram.run(
        confinement,
        WorkerConfinement.ofProcess(worker, List.of()),
        List.of("-Djava.io.tmpdir=" + worker.temporary()),
        attempts);
  }

  @Test
  void engineWithoutAnyOtherWallReadsAndWritesItsDirectoriesOnly() throws Exception {
    Path objects = instructions.settings().objects();
    Path secret = data.resolve("keys/master.key");
    assertThat(
            run(
                instructions,
                "sql COPY (SELECT 42 AS i) TO '" + objects + "/a.parquet'",
                "sql SELECT i FROM '" + objects + "/a.parquet'",
                "sql COPY (SELECT 42 AS i) TO '" + instructions.settings().staging() + "/a.csv'",
                "sql SELECT content FROM read_text('" + secret + "')",
                "sql SELECT content FROM read_text('/etc/hostname')",
                "sql SELECT content FROM read_text('/etc/passwd')",
                "sql SELECT content FROM read_text(['" + secret + "', '/etc/hostname'])",
                "sql SELECT count(*) FROM glob('" + data.resolve("keys") + "/*')",
                "sql COPY (SELECT 42 AS i) TO '" + data + "/b.csv'",
                "sql COPY (SELECT 42 AS i) TO '" + secret + "'",
                "sql ATTACH '" + data.resolve("keys") + "/new.db'"))
        .satisfiesExactly(
            outcome -> assertThat(outcome).startsWith("done"),
            outcome -> assertThat(outcome).isEqualTo("done 42"),
            outcome -> assertThat(outcome).startsWith("done"),
            WorkerConfinementTest::refused,
            WorkerConfinementTest::refused,
            WorkerConfinementTest::refused,
            WorkerConfinementTest::refused,
            outcome -> assertThat(outcome).isEqualTo("done 0"),
            WorkerConfinementTest::refused,
            WorkerConfinementTest::refused,
            WorkerConfinementTest::refused);
    assertThat(secret).hasContent("the master key");
  }

  @Test
  void engineWithoutAnyOtherWallConnectsToTheMetadataServerOnly() throws Exception {
    String load =
        "sql LOAD '"
            + TestRuntime.extensions().resolve("postgres_scanner.duckdb_extension")
            + "'; ATTACH 'host=127.0.0.1 connect_timeout=3 port=%d' AS p (TYPE postgres)";
    try (ServerSocket metadata = listener();
        ServerSocket canary = listener()) {
      Thread.ofVirtual().start(() -> hangUp(metadata));
      assertThat(
              run(
                  instructions(metadata.getLocalPort()),
                  load.formatted(metadata.getLocalPort()),
                  load.formatted(canary.getLocalPort())))
          .satisfiesExactly(
              outcome -> assertThat(outcome).contains("closed the connection unexpectedly"),
              WorkerConfinementTest::refused);
      canary.setSoTimeout(100);
      assertThatThrownBy(canary::accept).hasMessageContaining("timed out");
    }
  }

  @Test
  void threadsOfAWorkerRunNoProgramsAndSeeNoOtherProcess() throws Exception {
    List<String> outcomes =
        ConfinedProgram.run(
            confinement,
            WorkerConfinement.ofProcess(instructions, List.of("/bin/sh")),
            List.of("-Djava.io.tmpdir=" + instructions.temporary()),
            "run /bin/sh -c true",
            "give-up-reading-but "
                + instructions.settings().objects()
                + " "
                + instructions.temporary(),
            "run /bin/sh -c true",
            "free-space-of " + instructions.settings().objects(),
            "sql SELECT content FROM read_text('/proc/"
                + ProcessHandle.current().pid()
                + "/cmdline')",
            "sql SELECT content FROM read_text('/proc/self/environ')");
    assertThat(outcomes)
        .satisfiesExactly(
            outcome -> assertThat(outcome).startsWith("done 0"),
            outcome -> assertThat(outcome).isEqualTo("done"),
            WorkerConfinementTest::refused,
            outcome -> assertThat(outcome).isEqualTo("done 0"),
            WorkerConfinementTest::refused,
            WorkerConfinementTest::refused);
  }

  @Test
  void reportOfACrashIsTakenOutOfTheWorkersReach() throws IOException {
    Files.writeString(instructions.crashReport(), "SIGSEGV");

    Workspace.prepare(instructions, data.resolve("worker-crash.log"));

    assertThat(data.resolve("worker-crash.log")).hasContent("SIGSEGV");
    assertThat(instructions.crashReport()).doesNotExist();
  }

  @Test
  void instructionsSurviveTheirWay() {
    WorkerInstructions read = WorkerInstructions.decode(instructions.encode());
    assertThat(read).isEqualTo(instructions);
  }

  private static void refused(String outcome) {
    assertThat(outcome).contains("ermission denied");
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static void hangUp(ServerSocket listener) {
    try {
      while (true) {
        listener.accept().close();
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
