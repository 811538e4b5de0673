package ai.altertable.engine.result;

import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;

/// Renders cells of batches as DuckDB's cast to VARCHAR does, from the documented layouts alone.
final class SqlTexts {
  private SqlTexts() {}

  /// Null for NULL.
  static @Nullable String of(SqlType type, FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    return switch (type) {
      case Simple simple -> simple(simple, vector, row);
      case SqlType.Decimal(int precision, int scale) -> decimal(precision, scale, vector, row);
      case SqlType.Enumeration(List<String> labels) -> labels.get((int) unsigned(vector, row));
      case SqlType.ListOf(SqlType element) -> list(element, (ListVector) vector, row);
      case SqlType.ArrayOf(SqlType element, int size) ->
          array(element, size, (FixedSizeListVector) vector, row);
      case SqlType.MapOf(SqlType key, SqlType value) -> map(key, value, (ListVector) vector, row);
      case SqlType.Struct(List<SqlType.Member> members) -> struct(members, vector, row);
      case SqlType.Union(List<SqlType.Member> members) -> union(members, vector, row);
    };
  }

  private static @Nullable String simple(Simple type, FieldVector vector, int row) {
    return switch (type) {
      case BOOLEAN -> ((BitVector) vector).get(row) == 1 ? "true" : "false";
      case TINYINT -> Byte.toString(bytes(vector, row, 1).get());
      case SMALLINT -> Short.toString(bytes(vector, row, 2).getShort());
      case INTEGER -> Integer.toString(bytes(vector, row, 4).getInt());
      case BIGINT -> Long.toString(bytes(vector, row, 8).getLong());
      case UTINYINT, USMALLINT, UINTEGER, UBIGINT -> Long.toUnsignedString(unsigned(vector, row));
      case HUGEINT -> wide(vector, row).toString();
      case UHUGEINT -> unsignedWide(vector, row).toString();
      case FLOAT -> number(bytes(vector, row, 4).getFloat());
      case DOUBLE -> NumberTexts.sql(bytes(vector, row, 8).getDouble());
      case VARCHAR, JSON, BIGNUM, BIT, VARIANT -> text(vector, row);
      case BLOB -> BlobText.of(content(vector, row));
      case GEOMETRY -> WellKnownText.of(content(vector, row));
      case UUID -> uuid(vector, row);
      case DATE -> TimeTexts.date(bytes(vector, row, 4).getInt());
      case TIME -> TimeTexts.time(bytes(vector, row, 8).getLong(), 6);
      case TIME_NS -> TimeTexts.time(bytes(vector, row, 8).getLong(), 9);
      case TIME_TZ -> TimeTexts.timeTz(bytes(vector, row, 8).getLong());
      case TIMESTAMP_S -> TimeTexts.timestamp(bytes(vector, row, 8).getLong(), 0);
      case TIMESTAMP_MS -> TimeTexts.timestamp(bytes(vector, row, 8).getLong(), 3);
      case TIMESTAMP -> TimeTexts.timestamp(bytes(vector, row, 8).getLong(), 6);
      case TIMESTAMP_NS -> TimeTexts.timestamp(bytes(vector, row, 8).getLong(), 9);
      case TIMESTAMP_TZ -> TimeTexts.timestampTz(bytes(vector, row, 8).getLong());
      case INTERVAL -> interval(bytes(vector, row, 16));
      case NULL -> null;
    };
  }

  private static String number(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value) || value == 0) {
      return NumberTexts.sql((double) value);
    }
    return NumberTexts.sql(new BigDecimal(Float.toString(value)).stripTrailingZeros());
  }

  private static String interval(ByteBuffer cell) {
    return TimeTexts.interval(cell.getInt(), cell.getInt(), cell.getLong());
  }

  private static String uuid(FieldVector vector, int row) {
    ByteBuffer cell = bytes(vector, row, 16).order(ByteOrder.BIG_ENDIAN);
    return new UUID(cell.getLong(), cell.getLong()).toString();
  }

  /// Without the zero in front of the point where all digits are behind it.
  private static String decimal(int precision, int scale, FieldVector vector, int row) {
    String text = new BigDecimal(wide(vector, row), scale).toPlainString();
    return precision == scale ? text.replaceFirst("^(-?)0\\.", "$1.") : text;
  }

  private static String list(SqlType element, ListVector vector, int row) {
    return elements(
        element,
        vector.getDataVector(),
        vector.getElementStartIndex(row),
        vector.getElementEndIndex(row));
  }

  private static String array(SqlType element, int size, FixedSizeListVector vector, int row) {
    return elements(element, vector.getDataVector(), row * size, (row + 1) * size);
  }

  private static String elements(SqlType element, FieldVector vector, int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      texts.add(nested(element, vector, i));
    }
    return texts.stream().collect(Collectors.joining(", ", "[", "]"));
  }

  private static String map(SqlType key, SqlType value, ListVector vector, int row) {
    List<FieldVector> entries = vector.getDataVector().getChildrenFromFields();
    List<String> texts = new ArrayList<>();
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      texts.add(nested(key, entries.get(0), i) + "=" + nested(value, entries.get(1), i));
    }
    return texts.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  private static String struct(List<SqlType.Member> members, FieldVector vector, int row) {
    boolean unnamed = members.getFirst().name().isEmpty();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      SqlType.Member member = members.get(i);
      String text = nested(member.type(), vector.getChildrenFromFields().get(i), row);
      texts.add(unnamed ? text : "'" + escaped(member.name()) + "': " + text);
    }
    return texts.stream()
        .collect(Collectors.joining(", ", unnamed ? "(" : "{", unnamed ? ")" : "}"));
  }

  private static String union(List<SqlType.Member> members, FieldVector vector, int row) {
    int tag = (int) unsigned(vector.getChildrenFromFields().getFirst(), row);
    FieldVector member = vector.getChildrenFromFields().get(tag + 1);
    String text = of(members.get(tag).type(), member, row);
    return text == null ? "NULL" : text;
  }

  /// A value inside another one, quoted where it could be misread.
  private static String nested(SqlType type, FieldVector vector, int row) {
    String text = of(type, vector, row);
    if (text == null) {
      return "NULL";
    }
    boolean plain =
        switch (type) {
          case Simple simple -> simple != Simple.VARIANT && !needsQuotes(text);
          case SqlType.Decimal _, SqlType.Enumeration _ -> !needsQuotes(text);
          default -> true;
        };
    return plain ? text : "'" + escaped(text) + "'";
  }

  private static boolean needsQuotes(String text) {
    return text.isEmpty()
        || isSpace(text.charAt(0))
        || isSpace(text.charAt(text.length() - 1))
        || text.equalsIgnoreCase("null")
        || text.chars().anyMatch(c -> "\"'(),:=[]{}".indexOf(c) >= 0);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'");
  }

  private static BigInteger wide(FieldVector vector, int row) {
    ByteBuffer cell = bytes(vector, row, 16);
    BigInteger lower = new BigInteger(Long.toUnsignedString(cell.getLong()));
    return BigInteger.valueOf(cell.getLong()).shiftLeft(64).or(lower);
  }

  private static BigInteger unsignedWide(FieldVector vector, int row) {
    BigInteger value = wide(vector, row);
    return value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(128)) : value;
  }

  private static long unsigned(FieldVector vector, int row) {
    int width = ((BaseFixedWidthVector) vector).getTypeWidth();
    ByteBuffer cell = bytes(vector, row, width);
    return switch (width) {
      case 1 -> cell.get() & 0xFF;
      case 2 -> cell.getShort() & 0xFFFF;
      case 4 -> Integer.toUnsignedLong(cell.getInt());
      default -> cell.getLong();
    };
  }

  private static String text(FieldVector vector, int row) {
    return new String(content(vector, row), StandardCharsets.UTF_8);
  }

  private static byte[] content(FieldVector vector, int row) {
    BaseVariableWidthVector texts = (BaseVariableWidthVector) vector;
    byte[] content = new byte[texts.getValueLength(row)];
    texts.getDataBuffer().getBytes(texts.getStartOffset(row), content);
    return content;
  }

  private static ByteBuffer bytes(FieldVector vector, int row, int width) {
    byte[] cell = new byte[width];
    vector.getDataBuffer().getBytes((long) row * width, cell);
    return ByteBuffer.wrap(cell).order(ByteOrder.LITTLE_ENDIAN);
  }
}
