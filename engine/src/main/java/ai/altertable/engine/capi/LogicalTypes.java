package ai.altertable.engine.capi;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads DuckDB's logical types.
final class LogicalTypes {
  private final CApi api;

  private LogicalTypes(CApi api) {
    this.api = api;
  }

  /// Reads a type and destroys DuckDB's object.
  ///
  /// @throws PlatformException FEATURE_NOT_SUPPORTED when it is one that the C API does not name
  static SqlType take(CApi api, long type) {
    return takeKnown(api, type)
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "the statement has a column of one of DuckDB's internal types, which cannot be"
                    + " read; cast it to another type"));
  }

  /// As [#take], but empty for what has no type yet: a parameter that may be anything.
  static Optional<SqlType> takeKnown(CApi api, long type) {
    return Optional.ofNullable(new LogicalTypes(api).take(type));
  }

  private @Nullable SqlType take(long type) {
    try {
      return type == 0 ? null : read(type, api.type().id.call(type));
    } finally {
      CApi.destroy(api.type().destroy, type);
    }
  }

  /// @param id the type's `duckdb_type`
  private @Nullable SqlType read(long type, long id) {
    return switch ((int) id) {
      case 17 -> text(type);
      case 19 -> decimal(type);
      case 23 -> enumeration(type);
      case 24 -> list(type);
      case 25 -> struct(type);
      case 26 -> map(type);
      case 28 -> union(type);
      case 33 -> array(type);
      default -> simple((int) id);
    };
  }

  private static @Nullable SqlType simple(int id) {
    return switch (id) {
      case 1 -> Simple.BOOLEAN;
      case 2 -> Simple.TINYINT;
      case 3 -> Simple.SMALLINT;
      case 4, 38 -> Simple.INTEGER;
      case 5 -> Simple.BIGINT;
      case 6 -> Simple.UTINYINT;
      case 7 -> Simple.USMALLINT;
      case 8 -> Simple.UINTEGER;
      case 9 -> Simple.UBIGINT;
      case 10 -> Simple.FLOAT;
      case 11 -> Simple.DOUBLE;
      case 12 -> Simple.TIMESTAMP;
      case 13 -> Simple.DATE;
      case 14 -> Simple.TIME;
      case 15 -> Simple.INTERVAL;
      case 16 -> Simple.HUGEINT;
      case 18 -> Simple.BLOB;
      case 20 -> Simple.TIMESTAMP_S;
      case 21 -> Simple.TIMESTAMP_MS;
      case 22 -> Simple.TIMESTAMP_NS;
      case 27 -> Simple.UUID;
      case 29 -> Simple.BIT;
      case 30 -> Simple.TIME_TZ;
      case 31 -> Simple.TIMESTAMP_TZ;
      case 32 -> Simple.UHUGEINT;
      case 35 -> Simple.BIGNUM;
      case 36 -> Simple.NULL;
      case 37 -> Simple.VARCHAR;
      case 39 -> Simple.TIME_NS;
      case 40 -> Simple.GEOMETRY;
      case 41 -> Simple.VARIANT;
      default -> null;
    };
  }

  /// JSON is text with another name.
  private SqlType text(long type) {
    return api.takeText(api.type().alias.call(type)).equals("JSON") ? Simple.JSON : Simple.VARCHAR;
  }

  private SqlType decimal(long type) {
    return new SqlType.Decimal(
        (int) api.type().decimalWidth.call(type), (int) api.type().decimalScale.call(type));
  }

  private SqlType enumeration(long type) {
    List<String> labels = new ArrayList<>();
    long count = api.type().enumSize.call(type);
    for (long i = 0; i < count; i++) {
      labels.add(api.takeText(api.type().enumLabel.call(type, i)));
    }
    return new SqlType.Enumeration(labels);
  }

  private @Nullable SqlType list(long type) {
    SqlType element = take(api.type().listChild.call(type));
    return element == null ? null : new SqlType.ListOf(element);
  }

  private @Nullable SqlType array(long type) {
    SqlType element = take(api.type().arrayChild.call(type));
    int size = Math.toIntExact(api.type().arraySize.call(type));
    return element == null ? null : new SqlType.ArrayOf(element, size);
  }

  private @Nullable SqlType map(long type) {
    SqlType key = take(api.type().mapKey.call(type));
    SqlType value = take(api.type().mapValue.call(type));
    return key == null || value == null ? null : new SqlType.MapOf(key, value);
  }

  private @Nullable SqlType struct(long type) {
    List<SqlType.Member> members =
        members(
            api.type().structSize.call(type),
            i -> api.type().structName.call(type, i),
            i -> api.type().structChild.call(type, i));
    return members == null ? null : new SqlType.Struct(members);
  }

  private @Nullable SqlType union(long type) {
    List<SqlType.Member> members =
        members(
            api.type().unionSize.call(type),
            i -> api.type().unionName.call(type, i),
            i -> api.type().unionChild.call(type, i));
    return members == null ? null : new SqlType.Union(members);
  }

  private @Nullable List<SqlType.Member> members(
      long count, LongUnaryOperator name, LongUnaryOperator child) {
    List<SqlType.Member> members = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      String memberName = api.takeText(name.applyAsLong(i));
      SqlType memberType = take(child.applyAsLong(i));
      if (memberType == null) {
        return null;
      }
      members.add(new SqlType.Member(memberName, memberType));
    }
    return members;
  }
}
