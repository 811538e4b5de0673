package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir Path libraries;

  @Test
  void systemsGoByTheirJavaNames() {
    assertThat(Machine.of("Linux", "amd64", false))
        .isEqualTo(new Machine(Machine.OperatingSystem.LINUX, Machine.Architecture.X86_64, false));
    assertThat(Machine.of("Mac OS X", "aarch64", false))
        .isEqualTo(new Machine(Machine.OperatingSystem.MACOS, Machine.Architecture.ARM_64, false));
  }

  @Test
  void unknownMachinesAreRefusedByName() {
    assertThatThrownBy(() -> Machine.of("Windows 11", "amd64", false))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("Windows 11");
    assertThatThrownBy(() -> Machine.of("Linux", "i386", false))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("'i386'")
        .hasMessageContaining("64-bit");
  }

  @Test
  void muslIsKnownByItsLoader() throws IOException {
    Path lib = Files.createDirectory(libraries.resolve("lib"));
    Path lib64 = libraries.resolve("lib64");
    List<Path> both = List.of(lib, lib64);
    assertThat(Machine.muslIn(both)).isFalse();
    Files.createFile(lib.resolve("ld-musl-x86_64.so.1"));
    assertThat(Machine.muslIn(both)).isTrue();
    Files.createFile(Files.createDirectory(lib64).resolve("ld-linux-x86-64.so.2"));
    assertThat(Machine.muslIn(both)).isFalse();
  }
}
