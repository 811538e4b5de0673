package ai.altertable.engine.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillDirectoriesTest {
  @TempDir private Path parent;

  @Test
  void eachInstanceHasADirectoryOfItsOwn() {
    try (SpillDirectories spills = SpillDirectories.open(parent)) {
      assertThat(spills.make()).isEmptyDirectory().isNotEqualTo(spills.make());
    }
  }

  @Test
  void whatAKilledWorkerSpilledIsDeletedAtTheNextStart() throws IOException {
    Path abandoned = parent.resolve("spill-" + UUID.randomUUID());
    Files.createDirectories(abandoned.resolve("1"));
    Files.writeString(abandoned.resolve("1/duckdb_temp_storage_DEFAULT-0.tmp"), "rows");
    Files.createFile(parent.resolve(abandoned.getFileName() + ".lock"));
    try (SpillDirectories spills = SpillDirectories.open(parent)) {
      assertThat(spills.make()).exists();
      assertThat(abandoned).doesNotExist();
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void whatALivingWorkerHasOrIsNotOursStays() throws IOException {
    Path foreign = Files.createDirectories(parent.resolve("somebody's"));
    Path linked = Files.writeString(foreign.resolve("file"), "kept");
    try (SpillDirectories first = SpillDirectories.open(parent)) {
      Path living = first.make();
      Files.createSymbolicLink(living.resolve("link"), foreign);
      try (SpillDirectories second = SpillDirectories.open(parent)) {
        assertThat(second.make()).exists();
        assertThat(living).isDirectoryContaining("glob:**link");
      }
    }
    assertThat(linked).hasContent("kept");
  }

  @Test
  void closingTwiceIsHarmless() {
    SpillDirectories spills = SpillDirectories.open(parent);
    spills.close();
    spills.close();
    assertThat(parent).isEmptyDirectory();
  }
}
