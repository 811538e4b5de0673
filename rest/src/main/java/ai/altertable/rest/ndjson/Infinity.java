package ai.altertable.rest.ndjson;

import java.nio.charset.StandardCharsets;

/// The dates and timestamps before and after all others.
final class Infinity {
  private static final byte[] AFTER = "\"infinity\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BEFORE = "\"-infinity\"".getBytes(StandardCharsets.US_ASCII);

  private Infinity() {}

  /// Whether a date of days is one of them.
  static boolean is(int days) {
    return days == Integer.MAX_VALUE || days <= -Integer.MAX_VALUE;
  }

  /// Whether a timestamp, of any unit, is one of them.
  static boolean is(long units) {
    return units == Long.MAX_VALUE || units <= -Long.MAX_VALUE;
  }

  static void write(boolean positive, JsonBuffer out) {
    out.add(positive ? AFTER : BEFORE);
  }
}
