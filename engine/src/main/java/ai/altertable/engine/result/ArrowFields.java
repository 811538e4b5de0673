package ai.altertable.engine.result;

import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/// The Arrow layout of each SQL type, as `SqlType` documents it.
///
/// The members of a struct are named as in SQL, those of an unnamed one `1`, `2` …, as their names
/// must differ in Arrow.
final class ArrowFields {
  private static final String ELEMENT = "item";
  private static final String TAG = "tag";

  private ArrowFields() {}

  static Field nullable(String name, SqlType type) {
    return new Field(name, FieldType.nullable(arrowType(type)), children(type));
  }

  private static ArrowType arrowType(SqlType type) {
    return switch (type) {
      case Simple simple -> arrowType(simple);
      case SqlType.Decimal(int precision, int scale) ->
          new ArrowType.Decimal(precision, scale, 128);
      case SqlType.Enumeration enumeration ->
          new ArrowType.Int(8 * EnumWidth.of(enumeration), false);
      case SqlType.ListOf _ -> new ArrowType.List();
      case SqlType.ArrayOf(_, int size) -> new ArrowType.FixedSizeList(size);
      case SqlType.MapOf _ -> new ArrowType.Map(false);
      case SqlType.Struct _, SqlType.Union _ -> new ArrowType.Struct();
    };
  }

  private static ArrowType arrowType(Simple type) {
    return switch (type) {
      case BOOLEAN -> new ArrowType.Bool();
      case TINYINT -> new ArrowType.Int(8, true);
      case SMALLINT -> new ArrowType.Int(16, true);
      case INTEGER -> new ArrowType.Int(32, true);
      case BIGINT, TIME_TZ -> new ArrowType.Int(64, true);
      case UTINYINT -> new ArrowType.Int(8, false);
      case USMALLINT -> new ArrowType.Int(16, false);
      case UINTEGER -> new ArrowType.Int(32, false);
      case UBIGINT -> new ArrowType.Int(64, false);
      case HUGEINT, UHUGEINT -> new ArrowType.Decimal(38, 0, 128);
      case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case VARCHAR, JSON, VARIANT, BIGNUM, BIT -> new ArrowType.Utf8();
      case BLOB, GEOMETRY -> new ArrowType.Binary();
      case UUID, INTERVAL -> new ArrowType.FixedSizeBinary(16);
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIME_NS -> new ArrowType.Time(TimeUnit.NANOSECOND, 64);
      case TIMESTAMP_S -> new ArrowType.Timestamp(TimeUnit.SECOND, null);
      case TIMESTAMP_MS -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TIMESTAMP_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
      case TIMESTAMP_TZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case NULL -> new ArrowType.Null();
    };
  }

  private static List<Field> children(SqlType type) {
    return switch (type) {
      case SqlType.ListOf(SqlType element) -> List.of(nullable(ELEMENT, element));
      case SqlType.ArrayOf(SqlType element, _) -> List.of(nullable(ELEMENT, element));
      case SqlType.MapOf(SqlType key, SqlType value) -> List.of(entries(key, value));
      case SqlType.Struct(List<SqlType.Member> members) -> members(members, new HashSet<>());
      case SqlType.Union(List<SqlType.Member> members) -> unionMembers(members);
      case Simple _, SqlType.Decimal _, SqlType.Enumeration _ -> List.of();
    };
  }

  private static Field entries(SqlType key, SqlType value) {
    Field keyField =
        new Field(MapVector.KEY_NAME, FieldType.notNullable(arrowType(key)), children(key));
    return new Field(
        MapVector.DATA_VECTOR_NAME,
        FieldType.notNullable(new ArrowType.Struct()),
        List.of(keyField, nullable(MapVector.VALUE_NAME, value)));
  }

  private static List<Field> unionMembers(List<SqlType.Member> members) {
    List<Field> fields = new ArrayList<>();
    fields.add(nullable(TAG, Simple.UTINYINT));
    fields.addAll(members(members, new HashSet<>(Set.of(TAG))));
    return fields;
  }

  private static List<Field> members(List<SqlType.Member> members, Set<String> taken) {
    List<Field> fields = new ArrayList<>(members.size());
    for (SqlType.Member member : members) {
      String name = member.name().isEmpty() ? Integer.toString(fields.size() + 1) : member.name();
      while (!taken.add(name)) {
        name += "_";
      }
      fields.add(nullable(name, member.type()));
    }
    return fields;
  }
}
