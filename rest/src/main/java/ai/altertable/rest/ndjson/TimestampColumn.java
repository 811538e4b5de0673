package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// Timestamps without a zone, or in the zone of the session, as units since 1970-01-01.
final class TimestampColumn implements JsonColumn {
  private final int digits;
  private final long unitsPerSecond;
  private final ZoneOffsets zone;
  private final Iso iso = new Iso();
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  /// @param digits 0 for seconds, 3 for milliseconds, 6 or 9
  TimestampColumn(int digits, ZoneOffsets zone) {
    this.digits = digits;
    this.unitsPerSecond = Digits.power(digits);
    this.zone = zone;
  }

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, 8);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    long units = values.getLong(row << 3);
    if (Infinity.is(units)) {
      Infinity.write(units > 0, out);
      return;
    }
    out.reserve(Iso.BYTES_MAX);
    long second = Math.floorDiv(units, unitsPerSecond);
    int fraction = (int) (units - second * unitsPerSecond);
    int offset = zone.at(second);
    out.position = text(second + offset, fraction, offset, out.bytes, out.position);
  }

  private int text(long localSecond, int fraction, int offset, byte[] bytes, int at) {
    long day = Math.floorDiv(localSecond, Iso.SECONDS_PER_DAY);
    bytes[at] = '"';
    int end = iso.date(day, bytes, at + 1);
    bytes[end] = 'T';
    end = Iso.time((int) (localSecond - day * Iso.SECONDS_PER_DAY), bytes, end + 1);
    end = Iso.fraction(fraction, digits, bytes, end);
    end = zone.write(offset, bytes, end);
    bytes[end] = '"';
    return end + 1;
  }
}
