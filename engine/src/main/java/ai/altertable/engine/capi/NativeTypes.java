package ai.altertable.engine.capi;

import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;

/// Makes DuckDB's logical types, as far as bound values have them. Who makes one destroys it.
final class NativeTypes {
  private NativeTypes() {}

  static long create(CApi api, SqlType type) {
    return switch (type) {
      case SqlType.Decimal(int precision, int scale) ->
          api.type().createDecimal.call(precision, scale);
      case SqlType.ListOf(SqlType element) -> createList(api, element);
      case Simple simple -> api.type().create.call(id(simple));
      case SqlType.Enumeration _,
          SqlType.ArrayOf _,
          SqlType.MapOf _,
          SqlType.Struct _,
          SqlType.Union _ ->
          throw new IllegalArgumentException("no bound value is " + type);
    };
  }

  private static long createList(CApi api, SqlType element) {
    long child = create(api, element);
    try {
      return api.type().createList.call(child);
    } finally {
      CApi.destroy(api.type().destroy, child);
    }
  }

  /// The type's `duckdb_type`.
  private static long id(Simple type) {
    return switch (type) {
      case BOOLEAN -> 1;
      case INTEGER -> 4;
      case BIGINT -> 5;
      case DOUBLE -> 11;
      case TIMESTAMP -> 12;
      case DATE -> 13;
      case TIME -> 14;
      case INTERVAL -> 15;
      case HUGEINT -> 16;
      case VARCHAR -> 17;
      case BLOB -> 18;
      case UUID -> 27;
      case TIMESTAMP_TZ -> 31;
      case UHUGEINT -> 32;
      case NULL -> 36;
      default -> throw new IllegalArgumentException("no bound value is " + type);
    };
  }
}
