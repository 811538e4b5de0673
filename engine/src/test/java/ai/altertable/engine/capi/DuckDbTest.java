package ai.altertable.engine.capi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbTest {
  @TempDir private Path directory;

  @Test
  void tellsItsVersion() {
    assertThat(TestDuckDb.loaded().version()).isEqualTo("v1.5.5");
  }

  @Test
  void namesAllFunctionsThatALibraryLacks() {
    Path other = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
    Path library =
        Files.exists(other)
            ? other
            : Path.of(System.getProperty("java.home"), "bin", System.mapLibraryName("zip"));

    assertThatThrownBy(() -> DuckDb.load(library))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(library.toString())
        .hasMessageContaining("duckdb_open_ext, ")
        .hasMessageContaining("duckdb_fetch_chunk, ")
        .hasMessageContaining("duckdb_pending_prepared_streaming, ")
        .hasMessageContaining("duckdb_destroy_value");
  }

  @Test
  void refusesAFileThatIsNoLibrary() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "no library");

    assertThatThrownBy(() -> DuckDb.load(text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(text + " cannot be loaded");
  }

  @Test
  void settingsApply() {
    try (Database database = TestDuckDb.loaded().open(":memory:", Map.of("threads", "3"));
        Connection connection = database.connect()) {
      assertThat(connection.query("SELECT current_setting('threads')").getFirst().integer(0))
          .isEqualTo(3);
    }
  }

  @Test
  void refusesUnknownSettings() {
    assertThatThrownBy(() -> TestDuckDb.loaded().open(":memory:", Map.of("nosuch", "1")))
        .isInstanceOf(DuckDbFailure.class)
        .hasMessageContaining("nosuch");
  }

  @Test
  void saysWhyADatabaseCannotBeOpened() {
    Path missing = directory.resolve("missing/file.db");

    assertThatThrownBy(() -> TestDuckDb.loaded().open(missing.toString(), Map.of()))
        .isInstanceOfSatisfying(
            DuckDbFailure.class,
            failure -> assertThat(failure.type()).isEqualTo(DuckDbErrorType.IO))
        .hasMessageContaining("No such file or directory");
  }

  @Test
  void refusesNamesThatWouldBecomeFiles() {
    assertThatThrownBy(() -> TestDuckDb.loaded().open(":memory:x", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closedDatabaseGivesNoConnectionsButOpenOnesLive() {
    Database database = TestDuckDb.open();
    try (Connection connection = database.connect()) {
      database.close();
      database.close();

      assertThat(connection.query("SELECT 1").getFirst().integer(0)).isEqualTo(1);
      assertThatThrownBy(database::connect).isInstanceOf(IllegalStateException.class);
    }
  }
}
