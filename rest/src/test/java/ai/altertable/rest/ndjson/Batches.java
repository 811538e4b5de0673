package ai.altertable.rest.ndjson;

import ai.altertable.foundation.session.Column;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/// Builds batches in the layout of the session port.
public final class Batches {
  private Batches() {}

  public static Column column(String name, SqlType type) {
    return new Column(name, type, field(name, type));
  }

  public static RowSchema schema(SqlType... types) {
    List<Column> columns = new ArrayList<>();
    for (SqlType type : types) {
      columns.add(column("c" + columns.size(), type));
    }
    return new RowSchema(columns);
  }

  /// A batch of one list of values for each column.
  public static VectorSchemaRoot batch(
      BufferAllocator allocator,
      RowSchema schema,
      List<? extends List<? extends @Nullable Object>> columns) {
    VectorSchemaRoot root = VectorSchemaRoot.create(schema.arrow(), allocator);
    int rows = columns.isEmpty() ? 0 : columns.getFirst().size();
    for (int c = 0; c < columns.size(); c++) {
      FieldVector vector = root.getVector(c);
      vector.allocateNew();
      for (int row = 0; row < rows; row++) {
        put(vector, row, schema.columns().get(c).type(), columns.get(c).get(row));
      }
      vector.setValueCount(rows);
    }
    root.setRowCount(rows);
    return root;
  }

  static Field field(String name, SqlType type) {
    return new Field(name, FieldType.nullable(arrow(type)), children(type));
  }

  private static List<Field> children(SqlType type) {
    return switch (type) {
      case SqlType.ListOf list -> List.of(field("element", list.element()));
      case SqlType.ArrayOf array -> List.of(field("element", array.element()));
      case SqlType.Struct struct -> members(struct.members());
      case SqlType.Union union -> {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.nullable("tag", new ArrowType.Int(8, false)));
        fields.addAll(members(union.members()));
        yield fields;
      }
      case SqlType.MapOf map ->
          List.of(
              new Field(
                  "entries",
                  FieldType.notNullable(ArrowType.Struct.INSTANCE),
                  List.of(
                      new Field(
                          "key", FieldType.notNullable(arrow(map.key())), children(map.key())),
                      field("value", map.value()))));
      case SqlType.Simple _, SqlType.Decimal _, SqlType.Enumeration _ -> List.of();
    };
  }

  /// Arrow's vectors need names that differ, also where SQL has none.
  private static List<Field> members(List<SqlType.Member> members) {
    List<Field> fields = new ArrayList<>();
    for (SqlType.Member member : members) {
      String name = member.name().isEmpty() ? "v" + fields.size() : member.name();
      fields.add(field(name, member.type()));
    }
    return fields;
  }

  private static ArrowType arrow(SqlType type) {
    return switch (type) {
      case SqlType.Simple simple -> arrow(simple);
      case SqlType.Decimal decimal ->
          new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
      case SqlType.Enumeration enumeration -> {
        int count = enumeration.labels().size();
        yield new ArrowType.Int(count <= 0xFF ? 8 : count <= 0xFFFF ? 16 : 32, false);
      }
      case SqlType.ListOf _ -> ArrowType.List.INSTANCE;
      case SqlType.ArrayOf array -> new ArrowType.FixedSizeList(array.size());
      case SqlType.MapOf _ -> new ArrowType.Map(false);
      case SqlType.Struct _, SqlType.Union _ -> ArrowType.Struct.INSTANCE;
    };
  }

  private static ArrowType arrow(SqlType.Simple type) {
    return switch (type) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
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
      case VARCHAR, JSON, VARIANT, BIGNUM, BIT -> ArrowType.Utf8.INSTANCE;
      case BLOB, GEOMETRY -> ArrowType.Binary.INSTANCE;
      case UUID, INTERVAL -> new ArrowType.FixedSizeBinary(16);
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIME_NS -> new ArrowType.Time(TimeUnit.NANOSECOND, 64);
      case TIMESTAMP_S -> new ArrowType.Timestamp(TimeUnit.SECOND, null);
      case TIMESTAMP_MS -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TIMESTAMP_NS -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
      case TIMESTAMP_TZ -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
      case NULL -> ArrowType.Null.INSTANCE;
    };
  }

  /// Writes a value: `Boolean`, `Number`, `String`, `byte[]`, `UUID`, `List` for lists, arrays,
  /// structs and maps, and the records of [Raw].
  private static void put(FieldVector vector, int row, SqlType type, @Nullable Object value) {
    switch (vector) {
      case NullVector _ -> {}
      case BitVector bits -> putBit(bits, row, value);
      case BaseFixedWidthVector fixed -> putFixed(fixed, row, type, value);
      case BaseVariableWidthVector varying -> putVarying(varying, row, value);
      case ListVector list -> putList(list, row, type, value);
      case FixedSizeListVector list -> putArray(list, row, type, value);
      case StructVector struct -> putStruct(struct, row, type, value);
      default -> throw new IllegalArgumentException(vector.getMinorType().toString());
    }
  }

  private static void putBit(BitVector bits, int row, @Nullable Object value) {
    if (value == null) {
      bits.setNull(row);
    } else {
      bits.setSafe(row, (Boolean) value ? 1 : 0);
    }
  }

  private static void putFixed(
      BaseFixedWidthVector vector, int row, SqlType type, @Nullable Object value) {
    while (row >= vector.getValueCapacity()) {
      vector.reAlloc();
    }
    int width = vector.getTypeWidth();
    byte[] bytes = value == null ? new byte[width] : bytes(type, width, value);
    vector.getDataBuffer().setBytes((long) row * width, bytes);
    if (value == null) {
      BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
    } else {
      BitVectorHelper.setBit(vector.getValidityBuffer(), row);
    }
  }

  private static byte[] bytes(SqlType type, int width, Object value) {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    switch (value) {
      case Float number -> bytes.putFloat(number);
      case Double number -> bytes.putDouble(number);
      case BigDecimal number -> bytes.put(wide(number.unscaledValue()));
      case BigInteger number -> bytes.put(wide(number));
      case Number number -> bytes.putLong(number.longValue());
      case UUID uuid ->
          bytes
              .order(ByteOrder.BIG_ENDIAN)
              .putLong(uuid.getMostSignificantBits())
              .putLong(uuid.getLeastSignificantBits());
      case Raw.Interval interval ->
          bytes.putInt(interval.months()).putInt(interval.days()).putLong(interval.micros());
      default -> throw new IllegalArgumentException(type + " " + value);
    }
    return Arrays.copyOf(bytes.array(), width);
  }

  /// 16 bytes, the lowest first; beyond 2^127 as unsigned.
  private static byte[] wide(BigInteger number) {
    byte[] wide = new byte[16];
    for (int i = 0; i < 16; i++) {
      wide[i] = number.shiftRight(8 * i).byteValue();
    }
    return wide;
  }

  private static void putVarying(BaseVariableWidthVector vector, int row, @Nullable Object value) {
    switch (value) {
      case null -> vector.setNull(row);
      case byte[] bytes -> vector.setSafe(row, bytes);
      default -> vector.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void putList(ListVector list, int row, SqlType type, @Nullable Object value) {
    if (value == null) {
      list.setNull(row);
      return;
    }
    List<?> elements = (List<?>) value;
    int from = list.startNewValue(row);
    for (int i = 0; i < elements.size(); i++) {
      switch (type) {
        case SqlType.ListOf of ->
            put(list.getDataVector(), from + i, of.element(), elements.get(i));
        case SqlType.MapOf map -> {
          StructVector entries = (StructVector) list.getDataVector();
          Raw.Entry entry = (Raw.Entry) elements.get(i);
          entries.setIndexDefined(from + i);
          put((FieldVector) entries.getChildByOrdinal(0), from + i, map.key(), entry.key());
          put((FieldVector) entries.getChildByOrdinal(1), from + i, map.value(), entry.value());
        }
        default -> throw new IllegalArgumentException(type.toString());
      }
    }
    list.endValue(row, elements.size());
  }

  private static void putArray(
      FixedSizeListVector list, int row, SqlType type, @Nullable Object value) {
    if (value == null) {
      list.setNull(row);
      return;
    }
    list.startNewValue(row);
    SqlType.ArrayOf array = (SqlType.ArrayOf) type;
    for (int i = 0; i < array.size(); i++) {
      put(list.getDataVector(), row * array.size() + i, array.element(), ((List<?>) value).get(i));
    }
  }

  private static void putStruct(
      StructVector vector, int row, SqlType type, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
      return;
    }
    vector.setIndexDefined(row);
    switch (type) {
      case SqlType.Struct struct -> {
        for (int i = 0; i < struct.members().size(); i++) {
          put(
              (FieldVector) vector.getChildByOrdinal(i),
              row,
              struct.members().get(i).type(),
              ((List<?>) value).get(i));
        }
      }
      case SqlType.Union union -> {
        Raw.Tagged tagged = (Raw.Tagged) value;
        put((FieldVector) vector.getChildByOrdinal(0), row, SqlType.Simple.UTINYINT, tagged.tag());
        put(
            (FieldVector) vector.getChildByOrdinal(tagged.tag() + 1),
            row,
            union.members().get(tagged.tag()).type(),
            tagged.value());
      }
      default -> throw new IllegalArgumentException(type.toString());
    }
  }
}
