package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.FieldVector;

/// Intervals of months, days and microseconds, in the words of Arrow's display: `1 mons 2 days 3
/// hours 4 mins 5.000000000 secs`.
final class IntervalColumn implements JsonColumn {
  private static final byte[] MONTHS = ascii(" mons");
  private static final byte[] DAYS = ascii(" days");
  private static final byte[] HOURS = ascii(" hours");
  private static final byte[] MINUTES = ascii(" mins");
  private static final byte[] SECONDS = ascii(" secs");
  private static final int BYTES_MAX = 128;
  private static final long SECOND = 1_000_000;

  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

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
    int at = row << 4;
    out.reserve(BYTES_MAX);
    out.add((byte) '"');
    int start = out.position;
    part(values.getInt(at), MONTHS, start, out);
    part(values.getInt(at + 4), DAYS, start, out);
    long micros = values.getLong(at + 8);
    part(micros / (3600 * SECOND), HOURS, start, out);
    part(micros / (60 * SECOND) % 60, MINUTES, start, out);
    seconds(micros % (60 * SECOND), start, out);
    out.add((byte) '"');
  }

  private static void part(long count, byte[] unit, int start, JsonBuffer out) {
    if (count != 0) {
      space(start, out);
      out.position = Digits.write(count, out.bytes, out.position);
      out.add(unit);
    }
  }

  private static void seconds(long micros, int start, JsonBuffer out) {
    if (micros == 0) {
      if (out.position == start) {
        out.add((byte) '0');
        out.add(SECONDS);
      }
      return;
    }
    space(start, out);
    if (micros < 0) {
      out.add((byte) '-');
    }
    long magnitude = Math.abs(micros);
    out.position = Digits.write(magnitude / SECOND, out.bytes, out.position);
    out.add((byte) '.');
    Digits.padded(magnitude % SECOND * 1000, 9, out.bytes, out.position);
    out.position += 9;
    out.add(SECONDS);
  }

  private static void space(int start, JsonBuffer out) {
    if (out.position > start) {
      out.add((byte) ' ');
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
