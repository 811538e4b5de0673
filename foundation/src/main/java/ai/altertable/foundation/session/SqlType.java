package ai.altertable.foundation.session;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The SQL type of a column, and with it the meaning of its Arrow vector.
///
/// | SQL type | Arrow layout of the port |
/// |---|---|
/// | BOOLEAN | Bool |
/// | TINYINT … BIGINT, UTINYINT … UBIGINT | Int of that width |
/// | HUGEINT, UHUGEINT | Decimal128(38, 0): all 128 bits, two's complement or unsigned; may exceed 38 digits |
/// | FLOAT, DOUBLE | FloatingPoint |
/// | DECIMAL(p, s) | Decimal128(p, s) |
/// | VARCHAR, JSON, VARIANT (as JSON text), BIGNUM (decimal digits), BIT (`0` and `1`) | Utf8 |
/// | BLOB, GEOMETRY (WKB) | Binary |
/// | UUID | FixedSizeBinary(16), big endian |
/// | DATE | Date(day); the extreme values are DuckDB's infinities |
/// | TIME, TIME_NS | Time64 of microseconds, nanoseconds |
/// | TIME WITH TIME ZONE | Int64: microseconds << 24 \| (57599 - offset in seconds), DuckDB's own bits |
/// | TIMESTAMP_S, _MS, TIMESTAMP, _NS | Timestamp without zone; the extreme values are infinities |
/// | TIMESTAMP WITH TIME ZONE | Timestamp(microsecond, UTC) |
/// | INTERVAL | FixedSizeBinary(16), little endian: int32 months, int32 days, int64 microseconds |
/// | ENUM | Int(8, 16 or 32, unsigned): index into the labels |
/// | LIST, ARRAY, STRUCT, MAP | List, FixedSizeList, Struct, Map |
/// | UNION | Struct: `tag` UInt1, then a nullable field for each member |
/// | "NULL" | Null |
///
/// [#toString] is DuckDB's name of the type, as `typeof` gives it.
public sealed interface SqlType {
  /// Types without parameters.
  enum Simple implements SqlType {
    BOOLEAN("BOOLEAN"),
    TINYINT("TINYINT"),
    SMALLINT("SMALLINT"),
    INTEGER("INTEGER"),
    BIGINT("BIGINT"),
    UTINYINT("UTINYINT"),
    USMALLINT("USMALLINT"),
    UINTEGER("UINTEGER"),
    UBIGINT("UBIGINT"),
    HUGEINT("HUGEINT"),
    UHUGEINT("UHUGEINT"),
    BIGNUM("BIGNUM"),
    FLOAT("FLOAT"),
    DOUBLE("DOUBLE"),
    VARCHAR("VARCHAR"),
    JSON("JSON"),
    VARIANT("VARIANT"),
    BLOB("BLOB"),
    BIT("BIT"),
    GEOMETRY("GEOMETRY"),
    UUID("UUID"),
    DATE("DATE"),
    TIME("TIME"),
    TIME_NS("TIME_NS"),
    TIME_TZ("TIME WITH TIME ZONE"),
    TIMESTAMP_S("TIMESTAMP_S"),
    TIMESTAMP_MS("TIMESTAMP_MS"),
    TIMESTAMP("TIMESTAMP"),
    TIMESTAMP_NS("TIMESTAMP_NS"),
    TIMESTAMP_TZ("TIMESTAMP WITH TIME ZONE"),
    INTERVAL("INTERVAL"),
    NULL("\"NULL\"");

    private final String sql;

    Simple(String sql) {
      this.sql = sql;
    }

    @Override
    public String toString() {
      return sql;
    }
  }

  /// @param precision 1 to 38
  /// @param scale 0 to precision
  record Decimal(int precision, int scale) implements SqlType {
    @Override
    public String toString() {
      return "DECIMAL(" + precision + "," + scale + ")";
    }
  }

  record Enumeration(List<String> labels) implements SqlType {
    public Enumeration {
      labels = List.copyOf(labels);
    }

    @Override
    public String toString() {
      return labels.stream()
          .map(label -> "'" + label.replace("'", "''") + "'")
          .collect(Collectors.joining(", ", "ENUM(", ")"));
    }
  }

  record ListOf(SqlType element) implements SqlType {
    @Override
    public String toString() {
      return element + "[]";
    }
  }

  record ArrayOf(SqlType element, int size) implements SqlType {
    @Override
    public String toString() {
      return element + "[" + size + "]";
    }
  }

  record MapOf(SqlType key, SqlType value) implements SqlType {
    @Override
    public String toString() {
      return "MAP(" + key + ", " + value + ")";
    }
  }

  record Struct(List<Member> members) implements SqlType {
    public Struct {
      members = List.copyOf(members);
    }

    @Override
    public String toString() {
      return Member.join("STRUCT(", members);
    }
  }

  record Union(List<Member> members) implements SqlType {
    public Union {
      members = List.copyOf(members);
    }

    @Override
    public String toString() {
      return Member.join("UNION(", members);
    }
  }

  /// A member of a STRUCT or a UNION. The name is empty in an unnamed struct (`row(1, 2)`).
  record Member(String name, SqlType type) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static String join(String head, List<Member> members) {
      return members.stream().map(Member::sql).collect(Collectors.joining(", ", head, ")"));
    }

    private String sql() {
      return name.isEmpty() ? type.toString() : identifier() + " " + type;
    }

    /// Quoted where DuckDB quotes it.
    private String identifier() {
      return PLAIN.matcher(name).matches() && !Keywords.contains(name)
          ? name
          : "\"" + name.replace("\"", "\"\"") + "\"";
    }
  }
}
