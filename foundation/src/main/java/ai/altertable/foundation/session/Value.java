package ai.altertable.foundation.session;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.UUID;

/// A value bound to a parameter. The engine casts it to what the statement needs.
public sealed interface Value {
  record Null() implements Value {}

  record Bool(boolean value) implements Value {}

  /// Any integer between -2^127 and 2^128-1; the smallest engine type that holds it is bound.
  record Int(BigInteger value) implements Value {
    public static Int of(long value) {
      return new Int(BigInteger.valueOf(value));
    }
  }

  record Float64(double value) implements Value {}

  /// At most 38 digits.
  record Decimal(BigDecimal value) implements Value {}

  record Text(String value) implements Value {}

  /// The array is not copied; nobody may change it afterwards.
  @SuppressWarnings("ArrayRecordComponent")
  record Bytes(byte[] value) implements Value {}

  record Date(LocalDate value) implements Value {}

  /// Microseconds are kept.
  record Time(LocalTime value) implements Value {}

  /// Microseconds are kept.
  record Timestamp(LocalDateTime value) implements Value {}

  /// Microseconds are kept.
  record TimestampTz(Instant value) implements Value {}

  record Uuid(UUID value) implements Value {}

  record Interval(int months, int days, long micros) implements Value {}

  record Many(List<Value> values) implements Value {
    public Many {
      values = List.copyOf(values);
    }
  }
}
