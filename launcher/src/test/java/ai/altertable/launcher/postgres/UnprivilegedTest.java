package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnprivilegedTest {
  @TempDir Path directory;

  private Executables executables() {
    return new Executables(List.of(directory));
  }

  private void unshare(String script) throws IOException {
    Path program = Files.writeString(directory.resolve("unshare"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void machineWithoutTheMeansIsNamed() {
    assertThatThrownBy(() -> Unprivileged.forRoot(executables()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("refuses to run as root")
        .hasMessageContaining("there is no program 'unshare'")
        .hasMessageContaining("as another user");
  }

  @Test
  void machineThatForbidsItIsQuoted() throws IOException {
    unshare("echo 'unshare failed: Operation not permitted' >&2; exit 1");
    assertThatThrownBy(() -> Unprivileged.forRoot(executables()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("Operation not permitted");
  }

  @Test
  void rootRunsEverythingThroughUnshare() throws IOException {
    unshare("shift; exec \"$@\"");
    Unprivileged root = Unprivileged.forRoot(executables());
    assertThat(root.wrap(List.of("initdb")))
        .containsExactly(directory.resolve("unshare").toString(), "-U", "initdb");
    root.requireAccess(directory);
  }

  @Test
  void directoryThatCannotBeEnteredIsNamed() throws IOException {
    unshare("shift; exec \"$@\"");
    Path closed = directory.resolve("closed");
    assertThatThrownBy(() -> Unprivileged.forRoot(executables()).requireAccess(closed))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("cannot enter " + closed);
  }
}
