package ai.altertable.engine.capi;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Dates and timestamps as DuckDB counts them, within the range that it knows. The extreme numbers
/// beyond are its infinities.
final class BoundTimes {
  private static final int LAST_DAY = Integer.MAX_VALUE - 1;
  private static final long FIRST_MICRO = -9_223_372_022_400_000_000L;
  private static final long LAST_MICRO = Long.MAX_VALUE - 1;

  private BoundTimes() {}

  /// Days since 1970-01-01.
  static int days(LocalDate date) {
    long days = date.toEpochDay();
    if (days < -LAST_DAY || days > LAST_DAY) {
      throw outOfRange("date " + date);
    }
    return (int) days;
  }

  /// Microseconds since 1970-01-01 00:00:00.
  static long micros(LocalDateTime timestamp) {
    return micros(timestamp.toInstant(ZoneOffset.UTC));
  }

  static long micros(Instant instant) {
    try {
      long seconds = Math.multiplyExact(instant.getEpochSecond(), 1_000_000L);
      long micros = Math.addExact(seconds, instant.getNano() / 1000);
      if (micros >= FIRST_MICRO && micros <= LAST_MICRO) {
        return micros;
      }
    } catch (ArithmeticException overflow) {
      // Falls through to the same answer.
    }
    throw outOfRange("timestamp " + instant);
  }

  private static PlatformException outOfRange(String what) {
    return new PlatformException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "the " + what + " is out of range");
  }
}
