package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.LiveProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
  private static final Leftovers.Patience QUICK =
      new Leftovers.Patience(Duration.ofMillis(100), Duration.ofSeconds(3), Duration.ofSeconds(3));

  @TempDir Path directory;
  private final List<Process> started = new ArrayList<>();

  /// Knows the processes that the test has started.
  private record Table(List<Process> processes, boolean foreign) implements ProcessTable {
    @Override
    public List<Long> workingIn(Cluster cluster, PostmasterFile postmaster) {
      return processes.stream().map(Process::pid).filter(LiveProcesses::runs).toList();
    }

    @Override
    public boolean foreign(long pid, Cluster cluster) {
      return foreign;
    }
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process process(String traps) throws IOException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", traps + "; echo up; while :; do sleep 0.02; done")
            .start();
    started.add(process);
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("up");
    }
    return process;
  }

  private Cluster cluster() {
    return new Cluster(directory);
  }

  private void clear(boolean foreign) throws IOException, InterruptedException {
    new Leftovers(cluster(), new Table(started, foreign), QUICK, _ -> {}).clear();
  }

  @Test
  void serverIsInterruptedAndItsFileForgotten() throws Exception {
    Process server = process("trap 'exit 5' INT");
    Files.writeString(cluster().postmasterFile(), server.pid() + "\n/x\n");
    clear(false);
    assertThat(server.waitFor()).isEqualTo(5);
  }

  @Test
  void orphanedBackendsAreQuitOnly() throws Exception {
    Process backend = process("trap 'exit 5' INT; trap 'exit 6' QUIT");
    clear(false);
    assertThat(backend.waitFor()).isEqualTo(6);
  }

  @Test
  void stubbornProcessIsKilled() throws Exception {
    Process backend = process("trap '' INT QUIT TERM");
    clear(false);
    assertThat(backend.waitFor()).isEqualTo(137);
  }

  @Test
  void fileThatNamesAnotherProgramIsRemoved() throws Exception {
    Files.writeString(cluster().postmasterFile(), ProcessHandle.current().pid() + "\n/x\n");
    clear(true);
    assertThat(cluster().postmasterFile()).doesNotExist();
  }

  @Test
  void fileThatMayNameAServerStopsTheStart() throws Exception {
    long pid = ProcessHandle.current().pid();
    Files.writeString(cluster().postmasterFile(), pid + "\n/x\n");
    assertThatThrownBy(() -> clear(false))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("Process " + pid + " may be a PostgreSQL server")
        .hasMessageContaining(cluster().postmasterFile().toString());
    assertThat(cluster().postmasterFile()).exists();
  }

  @Test
  void fileOfADeadServerIsLeftToPostgres() throws Exception {
    Process dead = process("trap 'exit 0' TERM");
    dead.destroyForcibly().waitFor();
    Files.writeString(cluster().postmasterFile(), dead.pid() + "\n/x\n");
    clear(false);
    assertThat(cluster().postmasterFile()).exists();
  }

  @Test
  void fileCutOffByACrashIsRemoved() throws Exception {
    Files.writeString(cluster().postmasterFile(), "");
    clear(false);
    assertThat(cluster().postmasterFile()).doesNotExist();
  }

  @Test
  void endedProcessThatNobodyReapsIsNoServer() throws Exception {
    Process parent = new ProcessBuilder("/bin/sh", "-c", "true & echo $!; exec sleep 30").start();
    started.add(parent);
    try (BufferedReader output = parent.inputReader()) {
      long ended = Long.parseLong(output.readLine());
      assertThat(LiveProcesses.within(Duration.ofSeconds(5), () -> !LiveProcesses.runs(ended)))
          .isTrue();
      assumeTrue(Files.exists(Path.of("/proc/" + ended)), "its entry must be left");
      assertThat(new ProcTable(Path.of("/proc")).foreign(ended, cluster())).isTrue();
    }
  }

  @Test
  void tablesTellOtherProgramsFromOurs() {
    long self = ProcessHandle.current().pid();
    ProcessTable ps =
        new PsTable(Executables.ofThisProcess().find("ps").orElse(Path.of("/bin/ps")));
    List<ProcessTable> tables =
        Stream.of(ps, new ProcTable(Path.of("/proc")))
            .filter(table -> !(table instanceof ProcTable) || Files.exists(Path.of("/proc/self")))
            .toList();
    for (ProcessTable table : tables) {
      assertThat(table.foreign(self, cluster())).as("%s", table).isTrue();
      assertThat(table.workingIn(cluster(), new PostmasterFile.Names(self))).isEmpty();
    }
  }
}
