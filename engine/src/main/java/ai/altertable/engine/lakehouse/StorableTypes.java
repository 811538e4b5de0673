package ai.altertable.engine.lakehouse;

import static ai.altertable.engine.lexer.SqlText.identifier;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.ResultColumn;
import ai.altertable.engine.statement.StatementShape;
import ai.altertable.engine.statement.TableFromQuery;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Keeps types out of stored tables that Parquet files do not hold. Integers of 128 bits DuckDB
/// writes as DOUBLE, and so loses their last digits without a word; at a TIME_NS it fails within
/// itself (see docs/adr/0005). On an engine thread.
public final class StorableTypes {
  private static final SqlType NARROWED = new SqlType.Decimal(38, 0);
  private static final List<String> NAMES =
      List.of("hugeint", "uhugeint", "int128", "uint128", "time_ns");

  private StorableTypes() {}

  /// The statement to run instead of one that makes a table of a query with such columns, as every
  /// `sum` of integers is: its columns are DECIMAL(38,0). Empty when the statement may run as it
  /// is.
  ///
  /// @throws PlatformException FEATURE_NOT_SUPPORTED: a column has no type to be narrowed to
  public static Optional<String> narrowed(Connection connection, StatementShape shape) {
    TableFromQuery creation = shape.tableFromQuery().orElse(null);
    if (creation == null) {
      return Optional.empty();
    }
    return narrowedQuery(connection, creation.query())
        .map(query -> "%s %s %s".formatted(creation.head(), query, creation.tail()));
  }

  /// The query with its columns narrowed; empty when none needs it.
  ///
  /// @throws PlatformException FEATURE_NOT_SUPPORTED: a column has no type to be narrowed to
  public static Optional<String> narrowedQuery(Connection connection, String query) {
    List<ResultColumn> columns = columns(connection, query);
    if (columns.stream().allMatch(column -> narrow(column.type()).equals(column.type()))) {
      return Optional.empty();
    }
    String names =
        IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    return Optional.of(
        IntStream.range(0, columns.size())
            .mapToObj(i -> selected(i, columns.get(i)))
            .collect(
                Collectors.joining(
                    ", ", "SELECT ", " FROM (%s\n) AS q(%s)".formatted(query, names))));
  }

  private static String selected(int index, ResultColumn column) {
    SqlType narrow = narrow(column.type());
    String value = "q.c" + index;
    return "%s AS %s"
        .formatted(
            narrow.equals(column.type()) ? value : "CAST(%s AS %s)".formatted(value, narrow),
            identifier(column.name()));
  }

  /// Empty when the query cannot be bound by itself: running the statement will say why.
  private static List<ResultColumn> columns(Connection connection, String query) {
    try (NativeStatement statement = connection.prepare(query)) {
      return statement.columns().orElse(List.of());
    } catch (DuckDbFailure notByItself) {
      return List.of();
    }
  }

  private static SqlType narrow(SqlType type) {
    return switch (type) {
      case SqlType.Simple simple ->
          switch (simple) {
            case HUGEINT, UHUGEINT -> NARROWED;
            case TIME_NS -> throw refusal("a column of the query has the type TIME_NS");
            default -> simple;
          };
      case SqlType.Decimal decimal -> decimal;
      case SqlType.Enumeration labels -> labels;
      case SqlType.ListOf list -> new SqlType.ListOf(narrow(list.element()));
      case SqlType.ArrayOf array -> new SqlType.ArrayOf(narrow(array.element()), array.size());
      case SqlType.MapOf map -> new SqlType.MapOf(narrow(map.key()), narrow(map.value()));
      case SqlType.Struct struct -> new SqlType.Struct(narrow(struct.members()));
      case SqlType.Union union -> new SqlType.Union(narrow(union.members()));
    };
  }

  private static List<SqlType.Member> narrow(List<SqlType.Member> members) {
    return members.stream()
        .map(member -> new SqlType.Member(member.name(), narrow(member.type())))
        .toList();
  }

  /// Looks whether a statement that has run has given a table such a column after all.
  ///
  /// @param hidden whether the statement runs another one, whose words are not its own
  /// @throws PlatformException FEATURE_NOT_SUPPORTED: the transaction must not be committed
  public static void requireNone(Connection connection, StatementShape shape, boolean hidden) {
    boolean spelled = NAMES.stream().anyMatch(shape::mentions);
    if (!hidden && !spelled && shape.tableFromQuery().isEmpty()) {
      return;
    }
    connection
        .query(
            """
            SELECT table_name, column_name, data_type FROM duckdb_columns()
            WHERE (data_type LIKE '%HUGEINT%' OR data_type LIKE '%TIME_NS%') AND database_name IN
              (SELECT database_name FROM duckdb_databases() WHERE type = 'ducklake')
            """)
        .stream()
        .filter(row -> hidden || shape.mentions(row.text(0)))
        .findFirst()
        .ifPresent(row -> {
          throw refusal(
              "column \"%s\" of table \"%s\" would have the type %s"
                  .formatted(row.text(1), row.text(0), row.text(2)));
        });
  }

  private static PlatformException refusal(String what) {
    return new PlatformException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        what
            + ", whose digits Parquet files do not keep; instead of integers of 128 bits use"
            + " DECIMAL(38,0), BIGINT, or DOUBLE, and TIME instead of TIME_NS");
  }
}
