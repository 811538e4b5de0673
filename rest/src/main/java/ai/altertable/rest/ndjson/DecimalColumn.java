package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Integers of 16 bytes with a decimal point in front of the last `scale` digits: DECIMAL, HUGEINT,
/// UHUGEINT.
final class DecimalColumn implements JsonColumn {
  private final int scale;
  private final boolean signed;
  private final WideDigits wide = new WideDigits();
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  DecimalColumn(int scale, boolean signed) {
    this.scale = scale;
    this.signed = signed;
  }

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, 16);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.reserve(WideDigits.BYTES_MAX);
    long low = values.getLong(row << 4);
    long high = values.getLong((row << 4) + 8);
    if (signed && high < 0) {
      out.bytes[out.position++] = '-';
      magnitude(low == 0 ? -high : ~high, -low, out);
    } else {
      magnitude(high, low, out);
    }
  }

  private void magnitude(long high, long low, JsonBuffer out) {
    byte[] bytes = out.bytes;
    int end =
        high == 0 && low >= 0
            ? Digits.writeMagnitude(low, scale + 1, bytes, out.position)
            : wide.write(high, low, scale + 1, bytes, out.position);
    if (scale > 0) {
      System.arraycopy(bytes, end - scale, bytes, end - scale + 1, scale);
      bytes[end - scale] = '.';
      end++;
    }
    out.position = end;
  }
}
