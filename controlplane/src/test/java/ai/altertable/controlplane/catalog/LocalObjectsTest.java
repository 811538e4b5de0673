package ai.altertable.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalObjectsTest {
  private static final String ENVIRONMENT = "objects/00000000-0000-0000-0000-000000000001/";
  private static final String OURS = ENVIRONMENT + "00000000-0000-0000-0000-00000000000a/";
  private static final String OTHER = ENVIRONMENT + "00000000-0000-0000-0000-00000000000b/";

  @TempDir private Path root;

  private Path file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  @Test
  void removesTheFilesOfOneDatabase() throws IOException {
    file(OURS + "main/things/a.parquet");
    Path other = file(OTHER + "main/things/a.parquet");
    Path outside = file("elsewhere/kept");
    Files.createSymbolicLink(root.resolve(OURS + "link"), outside.getParent());

    new LocalObjects(root).remove(OURS);
    new LocalObjects(root).remove(OURS);

    assertThat(root.resolve(OURS)).doesNotExist();
    assertThat(other).exists();
    assertThat(outside).as("what a link leads to").exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "objects/", "../", ENVIRONMENT, OURS + "../", "postgres/"})
  void removesNothingElse(String path) throws IOException {
    Path kept = file(OURS + "a.parquet");
    assertThatThrownBy(() -> new LocalObjects(root).remove(path)).isInstanceOf(IOException.class);
    assertThat(kept).exists();
  }
}
