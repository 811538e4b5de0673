package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Integers of 1 to 8 bytes.
final class IntegerColumn implements JsonColumn {
  private final int width;
  private final boolean signed;
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  IntegerColumn(int width, boolean signed) {
    this.width = width;
    this.signed = signed;
  }

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, width);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.reserve(Digits.LONG_MAX);
    out.position =
        signed
            ? Digits.write(signed(row), out.bytes, out.position)
            : Digits.writeUnsigned(unsigned(row), out.bytes, out.position);
  }

  private long signed(int row) {
    return switch (width) {
      case 1 -> values.get(row);
      case 2 -> values.getShort(row << 1);
      case 4 -> values.getInt(row << 2);
      default -> values.getLong(row << 3);
    };
  }

  private long unsigned(int row) {
    return switch (width) {
      case 1 -> Byte.toUnsignedLong(values.get(row));
      case 2 -> Short.toUnsignedLong(values.getShort(row << 1));
      case 4 -> Integer.toUnsignedLong(values.getInt(row << 2));
      default -> values.getLong(row << 3);
    };
  }
}
