package ai.altertable.launcher.extension;

import static ai.altertable.launcher.extension.ExtensionFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionFooterTest {
  @TempDir Path directory;

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("x.duckdb_extension"), content);
  }

  @Test
  void fittingFileHasNoProblem() throws IOException {
    assertThat(ExtensionFooter.problem(file(ExtensionFixture.fitting()), TARGET)).isEmpty();
  }

  @Test
  void stableInterfaceFitsEveryVersion() throws IOException {
    byte[] stable = ExtensionFixture.extension("C_STRUCT", "v1.2.0", "linux_amd64");
    assertThat(ExtensionFooter.problem(file(stable), TARGET)).isEmpty();
    byte[] unstable = ExtensionFixture.extension("C_STRUCT_UNSTABLE", "v1.2.0", "linux_amd64");
    assertThat(ExtensionFooter.problem(file(unstable), TARGET)).contains("made for DuckDB v1.2.0");
  }

  @Test
  void otherVersionOrMachineIsNamed() throws IOException {
    byte[] older = ExtensionFixture.extension("CPP", "v1.4.0", "linux_amd64");
    assertThat(ExtensionFooter.problem(file(older), TARGET)).contains("made for DuckDB v1.4.0");
    byte[] mac = ExtensionFixture.extension("CPP", "v1.5.5", "osx_arm64");
    assertThat(ExtensionFooter.problem(file(mac), TARGET)).contains("made for osx_arm64");
  }

  @Test
  void partOfAFileIsNoExtension() throws IOException {
    byte[] whole = ExtensionFixture.fitting();
    for (int length = 0; length < whole.length; length++) {
      assertThat(ExtensionFooter.problem(file(Arrays.copyOf(whole, length)), TARGET))
          .as("%d bytes", length)
          .isPresent();
    }
    assertThat(ExtensionFooter.problem(directory.resolve("none"), TARGET)).contains("not there");
  }
}
