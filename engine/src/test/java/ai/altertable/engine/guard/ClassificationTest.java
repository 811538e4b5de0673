package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.testing.TestRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The classification holds exactly what the engine has. With `-Daltertable.classification=write`
/// what is missing is added to the file, unclassified.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassificationTest {
  private static final Path FILE =
      Path.of("src/main/resources/ai/altertable/engine/guard", Classification.RESOURCE);

  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);
  private final EngineNames engine = load();

  private EngineNames load() {
    for (String name : List.of("postgres_scanner", "ducklake")) {
      connection.execute(
          "LOAD '" + TestRuntime.extensions().resolve(name + ".duckdb_extension") + "'");
    }
    return EngineNames.of(connection);
  }

  @AfterAll
  void close() {
    connection.close();
    database.close();
  }

  @Test
  void everythingThatTheEngineHasIsClassified() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<Subject, Set<String>> entry :
        engine.unclassified(Classification.BUNDLED).entrySet()) {
      if (entry.getKey() != Subject.STATEMENT) {
        entry.getValue().forEach(name -> missing.add(line(entry.getKey(), name)));
      }
    }
    if ("write".equals(System.getProperty("altertable.classification"))) {
      Files.write(
          FILE, Stream.concat(Files.readAllLines(FILE).stream(), missing.stream()).toList());
    }
    assertThat(missing).isEmpty();
  }

  private static String line(Subject subject, String name) {
    return subject.name().toLowerCase(Locale.ROOT) + " " + name + " unclassified";
  }

  @Test
  void nothingIsClassifiedThatTheEngineHasNot() {
    for (Subject subject :
        List.of(Subject.FUNCTION, Subject.PRAGMA, Subject.SETTING, Subject.VIEW)) {
      Set<String> stale = new TreeSet<>(Classification.BUNDLED.names(subject));
      stale.removeAll(engine.of(subject));
      assertThat(stale).as("%s that the engine does not have", subject).isEmpty();
    }
  }

  @Test
  void nothingIsLeftUnclassified() {
    for (Subject subject : Subject.values()) {
      assertThat(Classification.BUNDLED.refused(subject, Rule.UNCLASSIFIED)).isEmpty();
    }
  }

  /// A word that can begin a statement is not itself what the parser stumbles over.
  @Test
  void statementsAreThoseThatTheParserBegins() {
    Set<String> beginning =
        engine.of(Subject.STATEMENT).stream()
            .filter(this::beginsStatement)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(Classification.BUNDLED.names(Subject.STATEMENT))
        .containsExactlyInAnyOrderElementsOf(beginning);
  }

  private boolean beginsStatement(String word) {
    try (var _ = connection.prepare(word + " ]")) {
      return true;
    } catch (DuckDbFailure failure) {
      return !failure.text().contains("at or near \"" + word + "\"");
    }
  }

  /// Whatever DuckLake can do to a catalog by a function, it can do by the catalog's own.
  @Test
  void everyFunctionOfDuckLakeIsClassifiedAsACatalogsOwn() {
    Set<String> own = Classification.BUNDLED.names(Subject.LAKE);
    engine.of(Subject.FUNCTION).stream()
        .filter(name -> name.startsWith("ducklake_"))
        .map(name -> name.substring("ducklake_".length()))
        .filter(name -> !Set.of("commit", "scan").contains(name))
        .forEach(name -> assertThat(own).contains(name));
  }

  @Test
  void badLinesAreRefused() {
    assertThatThrownBy(
            () -> Classification.of(List.of("function a allow", "function a refuse file")))
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> Classification.of(List.of("function a perhaps")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatANewerEngineHasIsRefused() {
    Classification closed = Classification.of(List.of()).closedFor(engine);
    assertThat(closed.refuses(Subject.FUNCTION, "abs")).isTrue();
    assertThat(closed.refuses(Subject.SETTING, "timezone")).isTrue();
    assertThat(closed.refuses(Subject.STATEMENT, "select")).isTrue();
    assertThat(closed.ofCall("my_macro")).isEmpty();
  }

  @Test
  void whatNobodyHasDecidedIsRefused() {
    Classification read =
        Classification.of(
            List.of("# a comment", "", "function f unclassified", "function g allow"));
    assertThatThrownBy(() -> read.requireCallable("f")).hasMessageContaining("not classified");
    read.requireCallable("g");
    read.requireCallable("h");
    assertThat(read.refuses(Subject.FUNCTION, "f")).isTrue();
    assertThat(read.refuses(Subject.FUNCTION, "g")).isFalse();
    assertThat(read.refuses(Subject.FUNCTION, "h")).isFalse();
  }

  @Test
  void namesAreRuledOnOnce() {
    assertThatThrownBy(
            () -> Classification.of(List.of("function f allow", "function f refuse engine")))
        .hasMessageContaining("twice: function f refuse engine");
  }

  @Test
  void refusedNamesAreListedByRule() {
    assertThat(Classification.BUNDLED.refused(Subject.FUNCTION, Rule.NETWORK))
        .contains("postgres_scan")
        .doesNotContain("read_csv")
        .isSorted();
  }
}
