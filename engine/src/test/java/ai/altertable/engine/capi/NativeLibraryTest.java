package ai.altertable.engine.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir private Path directory;

  @Test
  void unpacksOnceAndFindsTheFileAgain() throws IOException {
    Path missing = directory.resolve("missing/too");
    Path library = NativeLibrary.unpack(missing);
    FileTime written = Files.getLastModifiedTime(library);

    assertThat(NativeLibrary.unpack(missing)).isEqualTo(library);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(written);
    assertThat(files(missing)).containsExactly(library);
  }

  @Test
  void replacesAFileThatWasCutOrChanged() throws IOException {
    Path library = NativeLibrary.unpack(directory);
    byte[] whole = Files.readAllBytes(library);
    byte[] changed = whole.clone();
    changed[whole.length / 2]++;

    for (byte[] damaged : List.of(changed, new byte[100])) {
      Files.write(library, damaged);
      assertThat(Files.readAllBytes(NativeLibrary.unpack(directory))).isEqualTo(whole);
    }
  }

  @Test
  void severalAtOnceEndWithOneFile() throws Exception {
    Callable<Path> unpack = () -> NativeLibrary.unpack(directory);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Path>> libraries = threads.invokeAll(List.of(unpack, unpack, unpack));
      Path library = libraries.getFirst().get();
      for (Future<Path> other : libraries) {
        assertThat(other.get()).isEqualTo(library);
      }
      assertThat(files(directory)).containsExactly(library);
    }
  }

  @Test
  void namesThePlatformThatHasNoLibrary() {
    assertThatThrownBy(() -> NativeLibrary.unpack(directory, "SunOS", "sparcv9"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no DuckDB library for SunOS on sparcv9");
    assertThatThrownBy(() -> NativeLibrary.unpack(directory, "Linux", "riscv64"))
        .hasMessageContaining("Linux on riscv64");
  }

  @Test
  void saysWhichDirectoryCannotBeWritten() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> NativeLibrary.unpack(file.resolve("below")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
