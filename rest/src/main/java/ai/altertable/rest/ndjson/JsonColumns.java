package ai.altertable.rest.ndjson;

import ai.altertable.foundation.session.SqlType;
import java.time.ZoneId;
import java.util.List;

/// Chooses the encoding of a type.
final class JsonColumns {
  private final ZoneId zone;

  /// @param zone in which timestamps with time zone are written
  JsonColumns(ZoneId zone) {
    this.zone = zone;
  }

  JsonColumn of(SqlType type) {
    return switch (type) {
      case SqlType.Simple simple -> simple(simple);
      case SqlType.Decimal decimal -> new DecimalColumn(decimal.scale(), true);
      case SqlType.Enumeration enumeration -> new EnumColumn(enumeration.labels());
      case SqlType.ListOf list -> new ListColumn(of(list.element()));
      case SqlType.ArrayOf array -> new ArrayColumn(of(array.element()), array.size());
      case SqlType.MapOf map -> new MapColumn(of(map.key()), of(map.value()));
      case SqlType.Struct struct ->
          new StructColumn(
              struct.members().stream().map(SqlType.Member::name).toList(), all(struct.members()));
      case SqlType.Union union -> new UnionColumn(all(union.members()));
    };
  }

  private List<JsonColumn> all(List<SqlType.Member> members) {
    return members.stream().map(member -> of(member.type())).toList();
  }

  private JsonColumn simple(SqlType.Simple type) {
    return switch (type) {
      case BOOLEAN -> new BooleanColumn();
      case TINYINT -> new IntegerColumn(1, true);
      case SMALLINT -> new IntegerColumn(2, true);
      case INTEGER -> new IntegerColumn(4, true);
      case BIGINT -> new IntegerColumn(8, true);
      case UTINYINT -> new IntegerColumn(1, false);
      case USMALLINT -> new IntegerColumn(2, false);
      case UINTEGER -> new IntegerColumn(4, false);
      case UBIGINT -> new IntegerColumn(8, false);
      case HUGEINT -> new DecimalColumn(0, true);
      case UHUGEINT -> new DecimalColumn(0, false);
      case BIGNUM -> new DigitsTextColumn();
      case FLOAT -> new FloatColumn();
      case DOUBLE -> new DoubleColumn();
      case VARCHAR, BIT -> new StringColumn();
      case JSON, VARIANT -> new JsonTextColumn();
      case BLOB, GEOMETRY -> new HexColumn();
      case UUID -> new UuidColumn();
      case DATE -> new DateColumn();
      case TIME -> new TimeColumn(6);
      case TIME_NS -> new TimeColumn(9);
      case TIME_TZ -> new TimeTzColumn();
      case TIMESTAMP_S -> new TimestampColumn(0, ZoneOffsets.none());
      case TIMESTAMP_MS -> new TimestampColumn(3, ZoneOffsets.none());
      case TIMESTAMP -> new TimestampColumn(6, ZoneOffsets.none());
      case TIMESTAMP_NS -> new TimestampColumn(9, ZoneOffsets.none());
      case TIMESTAMP_TZ -> new TimestampColumn(6, ZoneOffsets.of(zone));
      case INTERVAL -> new IntervalColumn();
      case NULL -> new NullColumn();
    };
  }
}
