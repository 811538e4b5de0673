package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.capi.TestDuckDb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondOpinionTest {
  private final QueryParser parser = QueryParser.open(TestDuckDb.loaded());
  private final SecondOpinion opinion = new SecondOpinion(parser, Classification.BUNDLED);

  @AfterAll
  void close() {
    parser.close();
  }

  static List<String> everyday() {
    return SqlCorpus.everyday();
  }

  @ParameterizedTest
  @MethodSource
  void everyday(String sql) {
    assertThat(opinion.of(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t, 'x.csv'",
        "FROM a : \"x.parquet\"",
        "FROM lake.data.json",
        "SELECT * FROM t WHERE EXISTS (FROM 's3://x/y.csv')",
        "SELECT (SELECT content FROM read_text('x'))",
        "DESCRIBE 'x.csv'",
        "SUMMARIZE FROM read_csv('x')",
        "WITH a AS (FROM glob('*')) FROM a",
        "SELECT 1; FROM sniff_csv('x')",
        "SELECT current_user FROM postgres_scan('host=x', 'a', 'b')",
        "SELECT sum(txid_current()) OVER () FROM t",
        "FROM __ducklake_metadata_lake.x",
        "FROM pg_catalog.pg_settings",
        "FROM t JOIN duckdb_logs ON true",
      })
  void queriesAreJudgedByTheirTree(String sql) {
    assertThat(opinion.of(sql)).isPresent();
  }

  @Test
  void itHasNoOpinionOnOtherStatements() {
    assertThat(opinion.of("DROP TABLE t")).isEmpty();
    assertThat(opinion.of("SELECT (")).isEmpty();
    assertThat(opinion.of("SELECT '\0'")).isEmpty();
  }

  @Test
  void treesAreReadAsJson() {
    assertThat(
            JsonTree.read("{\"a\":[1,null,\"\\\"\\u0041\\n\\\\\",{}],\"b\":{\"c\":true},\"d\":[]}"))
        .isEqualTo(
            Map.of(
                "a", List.of("1", "null", "\"A\n\\", Map.of()),
                "b", Map.of("c", "true"),
                "d", List.of()));
  }

  /// What looks like the end of the string that holds it is none.
  @Test
  void parserRunsNothing() {
    assertThat(parser.tree("SELECT 1'); CREATE TABLE t (i INTEGER); SELECT ('")).isEmpty();
    assertThat(parser.tree("FROM '/etc/passwd'").orElseThrow()).contains("BASE_TABLE");
  }
}
