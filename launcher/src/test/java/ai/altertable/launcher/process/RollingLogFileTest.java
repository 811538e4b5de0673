package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.lifecycle.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingLogFileTest {
  @TempDir Path directory;

  @Test
  void keepsTheNewestLinesInBoundedSpace() throws IOException {
    try (RollingLogFile log =
        new RollingLogFile(directory.resolve("w.log"), new DataSize(30), 2, line -> line)) {
      for (int i = 0; i < 100; i++) {
        log.accept("line " + i);
      }
    }
    assertThat(directory.resolve("w.log")).hasContent("line 99");
    assertThat(directory.resolve("w.log.1")).hasContent("line 96\nline 97\nline 98");
    assertThat(directory.resolve("w.log.2")).hasContent("line 93\nline 94\nline 95");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void goesOnInAnExistingFile() throws IOException {
    Path file = Files.writeString(directory.resolve("w.log"), "before\n");
    try (RollingLogFile log = new RollingLogFile(file, new DataSize(1000), 1, line -> line)) {
      log.accept("after");
    }
    assertThat(file).hasContent("before\nafter");
  }

  @Test
  void tellsOfLinesLostOnceItCanBeWrittenAgain() throws IOException {
    Path later = directory.resolve("later");
    try (RollingLogFile log =
        new RollingLogFile(later.resolve("w.log"), new DataSize(1000), 1, line -> line)) {
      log.accept("one");
      log.accept("two");
      Files.createDirectory(later);
      log.accept("three");
    }
    assertThat(later.resolve("w.log")).hasContent("(2 lines lost)\nthree");
  }
}
