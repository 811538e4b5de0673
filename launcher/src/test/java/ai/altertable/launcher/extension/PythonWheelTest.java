package ai.altertable.launcher.extension;

import static ai.altertable.launcher.extension.ExtensionFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.launcher.process.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonWheelTest {
  @TempDir Path directory;
  private Path staging = Path.of("");

  @BeforeEach
  void stage() throws IOException {
    staging = Files.createDirectory(directory.resolve("staging"));
  }

  private Source.Attempt bring(Duration within) throws IOException {
    return new PythonWheel(
            TARGET, new Executables(List.of(directory)), Map.of("PATH", "/usr/bin:/bin"), within)
        .bring("postgres_scanner", staging);
  }

  private String failure(Duration within) throws IOException {
    Source.Attempt attempt = bring(within);
    assertThat(attempt).isInstanceOf(Source.Attempt.Failed.class);
    return ((Source.Attempt.Failed) attempt).reason();
  }

  @Test
  void fileIsTakenOutOfTheWheelForThisMachine() throws IOException {
    Path wheel =
        ExtensionFixture.wheel(
            directory.resolve("any.whl"), "postgres_scanner", ExtensionFixture.fitting());
    ExtensionFixture.python(directory, "cp '" + wheel + "' \"$dest\"");
    Source.Attempt attempt = bring(Duration.ofSeconds(10));
    assertThat(attempt)
        .isInstanceOfSatisfying(
            Source.Attempt.Brought.class,
            brought -> assertThat(brought.file()).hasBinaryContent(bytes()));
    assertThat(Files.readAllLines(directory.resolve("arguments")))
        .startsWith("-m", "pip", "download")
        .contains("--platform=manylinux2014_x86_64", "--no-deps")
        .endsWith("duckdb-extension-postgres-scanner==1.5.5");
  }

  private static byte[] bytes() {
    try {
      return ExtensionFixture.fitting();
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void missingPythonIsNamed() throws IOException {
    assertThat(failure(Duration.ofSeconds(10))).isEqualTo("there is no program 'python3'");
  }

  @Test
  void whatPipSaidLastIsTheReason() throws IOException {
    ExtensionFixture.python(directory, "echo 'No module named pip' >&2; exit 1");
    assertThat(failure(Duration.ofSeconds(10)))
        .isEqualTo("pip ended with status 1 (No module named pip)");
  }

  @Test
  void pipThatTakesTooLongIsEnded() throws IOException {
    ExtensionFixture.python(directory, "sleep 30");
    assertThat(failure(Duration.ofMillis(300))).isEqualTo("pip took too long");
  }

  @Test
  void wheelWithoutTheFileIsNoHelp() throws IOException {
    Path wheel =
        ExtensionFixture.wheel(directory.resolve("other.whl"), "tpch", ExtensionFixture.fitting());
    ExtensionFixture.python(directory, "cp '" + wheel + "' \"$dest\"");
    assertThat(failure(Duration.ofSeconds(10)))
        .isEqualTo("other.whl has no v1.5.5/postgres_scanner.duckdb_extension");
  }
}
