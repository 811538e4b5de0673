package ai.altertable.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondNamesTest {
  @TempDir private Path objects;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file = write(objects.resolve("lake/main/t/a.parquet"));
  }

  private static Path write(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return Files.writeString(path, "rows of " + path.getFileName());
  }

  private List<Path> namesLeft() throws IOException {
    try (Stream<Path> tree = Files.walk(objects.resolve(".committing"))) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void deletedFilesComeBackWhole() throws IOException {
    try (SecondNames names = SecondNames.open(objects);
        SecondNames.Kept kept = names.keep(List.of(file))) {
      Files.delete(file);
      Files.delete(file.getParent());
      kept.giveBack();
      assertThat(file).hasContent("rows of a.parquet");
    }
    assertThat(namesLeft()).isEmpty();
  }

  @Test
  void filesOfACommitThatFailedStayDeleted() throws IOException {
    try (SecondNames names = SecondNames.open(objects)) {
      try (SecondNames.Kept kept = names.keep(List.of(file))) {
        Files.delete(file);
        assertThat(kept).isNotNull();
      }
      assertThat(file).doesNotExist();
    }
    assertThat(namesLeft()).isEmpty();
  }

  @Test
  void filesElsewhereAreLeftAlone(@TempDir Path elsewhere) throws IOException {
    Path foreign = write(elsewhere.resolve("b.parquet"));
    try (SecondNames names = SecondNames.open(objects);
        SecondNames.Kept kept = names.keep(List.of(foreign))) {
      Files.delete(foreign);
      kept.giveBack();
      assertThat(foreign).doesNotExist();
    }
  }

  @Test
  void nextWorkerGivesBackWhatAKilledOneLeft() throws IOException {
    write(objects.resolve(".committing/killed/7/lake/main/t/b.parquet"));
    try (SecondNames names = SecondNames.open(objects)) {
      assertThat(names).isNotNull();
      assertThat(objects.resolve("lake/main/t/b.parquet")).hasContent("rows of b.parquet");
    }
    assertThat(namesLeft()).isEmpty();
  }

  @Test
  void anotherLivingWorkersFilesAreLeftToIt() throws IOException {
    try (SecondNames first = SecondNames.open(objects);
        SecondNames.Kept kept = first.keep(List.of(file))) {
      Files.delete(file);
      SecondNames.open(objects).close();
      assertThat(file).doesNotExist();
      kept.giveBack();
      assertThat(file).exists();
    }
  }
}
