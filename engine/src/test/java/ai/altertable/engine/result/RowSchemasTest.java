package ai.altertable.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Row;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.session.Column;
import ai.altertable.foundation.session.SqlType;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowSchemasTest {
  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);

  @AfterEach
  void close() {
    connection.close();
    database.close();
  }

  /// The Arrow types are written as Arrow's own `toString` does.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "true | BOOLEAN | Bool",
        "1::TINYINT | TINYINT | Int(8, true)",
        "1::SMALLINT | SMALLINT | Int(16, true)",
        "1::INTEGER | INTEGER | Int(32, true)",
        "1::BIGINT | BIGINT | Int(64, true)",
        "1::UTINYINT | UTINYINT | Int(8, false)",
        "1::USMALLINT | USMALLINT | Int(16, false)",
        "1::UINTEGER | UINTEGER | Int(32, false)",
        "1::UBIGINT | UBIGINT | Int(64, false)",
        "1::HUGEINT | HUGEINT | Decimal(38, 0, 128)",
        "1::UHUGEINT | UHUGEINT | Decimal(38, 0, 128)",
        "1::BIGNUM | BIGNUM | Utf8",
        "1::FLOAT | FLOAT | FloatingPoint(SINGLE)",
        "1::DOUBLE | DOUBLE | FloatingPoint(DOUBLE)",
        "1::DECIMAL(3,1) | DECIMAL(3,1) | Decimal(3, 1, 128)",
        "1::DECIMAL(38,10) | DECIMAL(38,10) | Decimal(38, 10, 128)",
        "'x' | VARCHAR | Utf8",
        "'1'::JSON | JSON | Utf8",
        "1::VARIANT | VARIANT | Utf8",
        "'x'::BLOB | BLOB | Binary",
        "'1'::BIT | BIT | Utf8",
        "'POINT(1 2)'::GEOMETRY | GEOMETRY | Binary",
        "uuid() | UUID | FixedSizeBinary(16)",
        "DATE '2020-01-01' | DATE | Date(DAY)",
        "TIME '12:00:00' | TIME | Time(MICROSECOND, 64)",
        "'12:00:00'::TIME_NS | TIME_NS | Time(NANOSECOND, 64)",
        "TIMETZ '12:00:00+01' | TIME WITH TIME ZONE | Int(64, true)",
        "'2020-01-01'::TIMESTAMP_S | TIMESTAMP_S | Timestamp(SECOND, null)",
        "'2020-01-01'::TIMESTAMP_MS | TIMESTAMP_MS | Timestamp(MILLISECOND, null)",
        "'2020-01-01'::TIMESTAMP | TIMESTAMP | Timestamp(MICROSECOND, null)",
        "'2020-01-01'::TIMESTAMP_NS | TIMESTAMP_NS | Timestamp(NANOSECOND, null)",
        "'2020-01-01'::TIMESTAMPTZ | TIMESTAMP WITH TIME ZONE | Timestamp(MICROSECOND, UTC)",
        "INTERVAL 1 DAY | INTERVAL | FixedSizeBinary(16)",
        "'a'::ENUM('a', 'it''s') | ENUM('a', 'it''s') | Int(8, false)",
        "[1] | INTEGER[] | List",
        "[1, 2]::INTEGER[2] | INTEGER[2] | FixedSizeList(2)",
        "MAP {'a': 1} | MAP(VARCHAR, INTEGER) | Map(false)",
        "{'a': 1} | STRUCT(a INTEGER) | Struct",
        "row(1, 'x') | STRUCT(INTEGER, VARCHAR) | Struct",
        "union_value(a := 1) | UNION(a INTEGER) | Struct",
        "{'A b': 1, 'select': 2, 'Name': 3, 'x\"y': 4, 'äöü': 5, '_1': 6, '1a': 7} | STRUCT(\"A b\" INTEGER, \"select\" INTEGER, \"Name\" INTEGER, \"x\"\"y\" INTEGER, \"äöü\" INTEGER, _1 INTEGER, \"1a\" INTEGER) | Struct",
        "[{'a': MAP {1: [union_value(x := 1.5)]}}] | STRUCT(a MAP(INTEGER, UNION(x DECIMAL(2,1))[]))[] | List",
      })
  void typeHasDuckDbsNameAndTheDocumentedLayout(String expression, String name, String arrow) {
    Column column = column(expression);

    assertThat(column.type()).hasToString(name);
    assertThat(connection.query("SELECT typeof(" + expression + ")"))
        .containsExactly(new Row(List.of(name)));
    assertThat(connection.query("DESCRIBE SELECT " + expression).getFirst().text(1))
        .isEqualTo(name);
    assertThat(column.field().getType()).hasToString(arrow);
    assertThat(column.field().isNullable()).isTrue();
  }

  /// DuckDB gives results a type for what has none.
  @Test
  void nullHasATypeInResults() {
    assertThat(column("NULL").type()).hasToString("INTEGER");
    assertThat(column("[]").type()).hasToString("INTEGER[]");
    assertThat(column("MAP {}").type()).hasToString("MAP(INTEGER, INTEGER)");
  }

  @Test
  void quotesMembersThatAreKeywordsAsDuckDbDoes() {
    List<String> words =
        connection.query("SELECT DISTINCT keyword_name FROM duckdb_keywords()").stream()
            .map(row -> row.text(0))
            .toList();
    assertThat(words).hasSizeGreaterThan(400);
    for (String word : words) {
      assertThat(new SqlType.Struct(List.of(new SqlType.Member(word, SqlType.Simple.DATE))))
          .hasToString("STRUCT(\"" + word + "\" DATE)");
    }
    assertThat(column("{'nokeyword': 1}").type()).hasToString("STRUCT(nokeyword INTEGER)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 255, 256, 65535, 65536})
  void enumIsAsWideAsItsLabelsNeed(int labels) {
    connection.execute(
        "CREATE TYPE e AS ENUM (SELECT 'label ' || i FROM range(%d) t(i))".formatted(labels));
    Column column = column("'label 0'::e");
    int bits = labels <= 255 ? 8 : labels <= 65535 ? 16 : 32;

    assertThat(column.field().getType()).hasToString("Int(" + bits + ", false)");
    assertThat(((SqlType.Enumeration) column.type()).labels())
        .containsExactlyElementsOf(IntStream.range(0, labels).mapToObj(i -> "label " + i).toList());
  }

  @Test
  void childrenAreNamed() {
    assertThat(children("[1]")).containsExactly("item");
    assertThat(children("[1, 2]::INTEGER[2]")).containsExactly("item");
    assertThat(children("{'a': 1, 'B': 2}")).containsExactly("a", "B");
    assertThat(children("row(1, 2)")).containsExactly("1", "2");
    assertThat(children("union_value(x := 1)")).containsExactly("tag", "x");
    assertThat(children("union_value(tag := 1)")).containsExactly("tag", "tag_");
    assertThat(children("MAP {1: 2}")).containsExactly("entries");
    Field entries = column("MAP {1: 2}").field().getChildren().getFirst();
    assertThat(entries.isNullable()).isFalse();
    assertThat(entries.getChildren()).extracting(Field::getName).containsExactly("key", "value");
    assertThat(entries.getChildren()).extracting(Field::isNullable).containsExactly(false, true);
  }

  @Test
  void columnsKeepTheirNamesEvenIfTheyRepeat() {
    try (NativeStatement statement = connection.prepare("SELECT 1 AS a, 2 AS a, 3 AS \"ä b\"")) {
      assertThat(RowSchemas.of(statement.columns().orElseThrow()).arrow().getFields())
          .extracting(Field::getName)
          .containsExactly("a", "a", "ä b");
    }
  }

  private List<String> children(String expression) {
    return column(expression).field().getChildren().stream().map(Field::getName).toList();
  }

  private Column column(String expression) {
    try (NativeStatement statement = connection.prepare("SELECT " + expression)) {
      return RowSchemas.of(statement.columns().orElseThrow()).columns().getFirst();
    }
  }
}
