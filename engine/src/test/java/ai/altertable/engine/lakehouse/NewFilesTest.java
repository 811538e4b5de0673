package ai.altertable.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFilesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path root;

  private Path old(String name) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
    for (Path path = file; path != null && path.startsWith(root); path = path.getParent()) {
      Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
    }
    return file;
  }

  private Path write(String name) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  @Test
  void onlyFilesWrittenSinceAreSynced() throws Exception {
    old("main/t/a.parquet");
    old("main/u/b.parquet");
    NewFiles files = new NewFiles(root, Duration.ZERO);
    Instant began = Instant.now();
    assertThat(files.sync(began)).isEmpty();
    write("main/t/c.parquet");
    assertThat(files.sync(began)).hasSize(1);
  }

  @Test
  void filesInNewDirectoriesAreSynced() throws Exception {
    old("main/t/a.parquet");
    NewFiles files = new NewFiles(root, Duration.ZERO);
    files.sync(Instant.now());
    Instant began = Instant.now();
    write("main/t/year=2026/month=11/d.parquet");
    write("analytics/v/e.parquet");
    assertThat(files.sync(began)).hasSize(2);
  }

  @Test
  void absentRootHasNothingToSync() {
    assertThat(new NewFiles(root.resolve("none"), Duration.ZERO).sync(Instant.now())).isEmpty();
  }

  @Test
  void deletedDirectoryIsForgotten() throws Exception {
    Path file = old("main/t/a.parquet");
    NewFiles files = new NewFiles(root, Duration.ZERO);
    files.sync(Instant.now());
    Files.delete(file);
    Files.delete(file.getParent());
    assertThat(files.sync(Instant.now())).isEmpty();
  }

  @Test
  void filesOfAClockThatLagsAreSeen() throws Exception {
    Instant began = Instant.now();
    Path file = write("main/t/a.parquet");
    Files.setLastModifiedTime(file, FileTime.from(began.minusSeconds(3)));
    assertThat(new NewFiles(root, Duration.ofSeconds(5)).since(began)).containsExactly(file);
    assertThat(new NewFiles(root, Duration.ZERO).since(began)).isEmpty();
    Files.setLastModifiedTime(file, FileTime.from(began.minusMillis(10)));
    assertThat(new NewFiles(root, Duration.ZERO).since(began)).as("a tick").containsExactly(file);
  }

  @Test
  void filesOfAClockThatLagsAreFound() throws Exception {
    Instant began = Instant.now();
    Path file = write("main/t/a.parquet");
    Files.setLastModifiedTime(file, FileTime.from(began.minusSeconds(3)));
    Files.setLastModifiedTime(file.getParent(), FileTime.from(began.minusSeconds(3)));
    assertThat(new NewFiles(root, Duration.ZERO).sync(began)).isEmpty();
    assertThat(new NewFiles(root, Duration.ofSeconds(4)).sync(began)).hasSize(1);
  }

  @Test
  void filesWhoseNamesAreOldAreNotLookedAt() throws Exception {
    Instant began = Instant.now();
    write("main/t/" + named(began.minusSeconds(60)));
    Path fresh = write("main/t/" + named(began));
    Path deletes = write("main/t/" + named(began).replace(".parquet", "-delete.parquet"));
    Path slow = write("main/t/" + named(began.minusSeconds(1)));
    Path foreign = write("main/t/data_0.parquet");
    assertThat(new NewFiles(root, Duration.ZERO).sync(began))
        .containsExactlyInAnyOrder(fresh, deletes, slow, foreign);
  }

  @Test
  void partitionsMayBeCalledAsLoadsAre() throws Exception {
    Instant began = Instant.now();
    Path row = write("main/t/.load-x=0/data_0.parquet");
    write("main/t/.load-01234567-89ab-cdef-0123-456789abcdef/data_0.parquet");
    assertThat(new NewFiles(root, Duration.ZERO).sync(began)).containsExactly(row);
  }

  private static String named(Instant made) {
    String time = "%012x".formatted(made.toEpochMilli());
    return "ducklake-%s-%s-7abc-8def-0123456789ab.parquet"
        .formatted(time.substring(0, 8), time.substring(8));
  }
}
