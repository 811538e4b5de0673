package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What describes the engine and the catalogs shows nothing of the server: no path, no address, no
/// role, no secret.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShownNamesTest {
  private static final List<String> SCHEMAS = List.of("", "information_schema.", "pg_catalog.");

  private TestEngine engine;
  private Path directory;

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    engine = TestEngine.start(temporary);
    engine.execute("CREATE TABLE t AS SELECT 1 AS i; CREATE VIEW v AS FROM t");
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  static Stream<String> describing() {
    Classification classification = Classification.BUNDLED;
    Stream<String> views =
        classification.names(Subject.VIEW).stream()
            .flatMap(view -> SCHEMAS.stream().map(schema -> "FROM " + schema + view));
    Stream<String> functions =
        classification.names(Subject.FUNCTION).stream()
            .filter(name -> name.matches("(?:duckdb|pragma|pg|icu)_.*"))
            .map(name -> "FROM " + name + "()");
    Stream<String> catalogs =
        classification.names(Subject.FUNCTION).stream()
            .filter(name -> name.startsWith("ducklake_"))
            .map(name -> "FROM " + name + "('lake')");
    Stream<String> own =
        classification.names(Subject.LAKE).stream().map(name -> "FROM lake." + name + "()");
    Stream<String> pragmas =
        classification.names(Subject.PRAGMA).stream().map(name -> "PRAGMA " + name);
    Stream<String> settings =
        classification.names(Subject.SETTING).stream()
            .map(name -> "SELECT current_setting('" + name + "')");
    return Stream.of(
            views,
            functions,
            catalogs,
            own,
            pragmas,
            settings,
            Stream.of("SHOW DATABASES", "SHOW ALL TABLES"))
        .flatMap(statements -> statements)
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("describing")
  void nothingOfTheServerIsShown(String sql) {
    String shown = shown(sql).toLowerCase(Locale.ROOT);
    if (sql.contains("duckdb_databases")) {
      // Where the catalog's own files are stands among the options that it was attached with.
      shown = shown.replace(engine.lake().dataPath().toLowerCase(Locale.ROOT), "");
    }
    assertThat(shown)
        .doesNotContain(directory.toString().toLowerCase(Locale.ROOT))
        .doesNotContain("runtime/")
        .doesNotContain(".duckdb_extension")
        .doesNotContain("127.0.0.1")
        .doesNotContain(Integer.toString(engine.postgres().port()))
        .doesNotContain(engine.lake().owner().role())
        .doesNotContain(engine.lake().reader().role())
        .doesNotContain("__metadata_")
        .doesNotContain("__lake_")
        .doesNotContain("ducklake:");
  }

  private String shown(String sql) {
    try (Session session = engine.open()) {
      return Answers.rows(session, sql).toString();
    } catch (PlatformException failure) {
      return failure.clientMessage();
    }
  }
}
