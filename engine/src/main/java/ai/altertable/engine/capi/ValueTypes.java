package ai.altertable.engine.capi;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.SqlType.Simple;
import ai.altertable.foundation.session.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// Which SQL type a bound value has.
final class ValueTypes {
  private static final int DIGITS_MAX = 38;

  /// From narrow to wide.
  private static final List<Simple> INTEGERS =
      List.of(Simple.INTEGER, Simple.BIGINT, Simple.HUGEINT, Simple.UHUGEINT);

  private ValueTypes() {}

  /// INTEGER, BIGINT, HUGEINT or UHUGEINT: the first that holds the value. Nothing smaller, so that
  /// `$1 + $2` does not overflow for small numbers.
  static Simple of(BigInteger value) {
    int bits = value.bitLength();
    if (bits < 32) {
      return Simple.INTEGER;
    }
    if (bits < 64) {
      return Simple.BIGINT;
    }
    if (bits < 128) {
      return Simple.HUGEINT;
    }
    if (bits == 128 && value.signum() > 0) {
      return Simple.UHUGEINT;
    }
    throw new PlatformException(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "the integer " + value + " has more than 128 bits");
  }

  static SqlType.Decimal of(BigDecimal value) {
    int scale = Math.max(value.scale(), 0);
    long digits = (long) value.precision() + scale - value.scale();
    if (digits > DIGITS_MAX || scale > DIGITS_MAX) {
      throw new PlatformException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
          "a decimal value has more than " + DIGITS_MAX + " digits");
    }
    return new SqlType.Decimal(Math.max((int) digits, scale), scale);
  }

  /// The type of the elements of a list: the narrowest that holds them all, NULL for an empty list.
  ///
  /// @throws PlatformException INVALID_PARAMETER when they have none in common
  static SqlType element(List<Value> values) {
    SqlType common = Simple.NULL;
    for (Value value : values) {
      common = common(common, of(value));
    }
    return common;
  }

  private static SqlType of(Value value) {
    return switch (value) {
      case Value.Null _ -> Simple.NULL;
      case Value.Bool _ -> Simple.BOOLEAN;
      case Value.Int(BigInteger integer) -> of(integer);
      case Value.Float64 _ -> Simple.DOUBLE;
      case Value.Decimal(BigDecimal decimal) -> of(decimal);
      case Value.Text _ -> Simple.VARCHAR;
      case Value.Bytes _ -> Simple.BLOB;
      case Value.Date _ -> Simple.DATE;
      case Value.Time _ -> Simple.TIME;
      case Value.Timestamp _ -> Simple.TIMESTAMP;
      case Value.TimestampTz _ -> Simple.TIMESTAMP_TZ;
      case Value.Uuid _ -> Simple.UUID;
      case Value.Interval _ -> Simple.INTERVAL;
      case Value.Many(List<Value> values) -> new SqlType.ListOf(element(values));
    };
  }

  private static SqlType common(SqlType a, SqlType b) {
    if (a.equals(b) || b == Simple.NULL) {
      return a;
    }
    if (a == Simple.NULL) {
      return b;
    }
    if (a instanceof SqlType.ListOf(SqlType left) && b instanceof SqlType.ListOf(SqlType right)) {
      return new SqlType.ListOf(common(left, right));
    }
    if (isNumber(a) && isNumber(b)) {
      return commonNumber(a, b);
    }
    throw mixed(a, b);
  }

  private static SqlType commonNumber(SqlType a, SqlType b) {
    if (a == Simple.DOUBLE || b == Simple.DOUBLE) {
      return Simple.DOUBLE;
    }
    if (a instanceof Simple && b instanceof Simple) {
      return INTEGERS.get(Math.max(INTEGERS.indexOf(a), INTEGERS.indexOf(b)));
    }
    SqlType.Decimal left = decimal(a);
    SqlType.Decimal right = decimal(b);
    int scale = Math.max(left.scale(), right.scale());
    int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
    if (whole + scale > DIGITS_MAX) {
      throw mixed(a, b);
    }
    return new SqlType.Decimal(whole + scale, scale);
  }

  private static SqlType.Decimal decimal(SqlType number) {
    return number instanceof SqlType.Decimal decimal
        ? decimal
        : new SqlType.Decimal(
            number == Simple.INTEGER ? 10 : number == Simple.BIGINT ? 19 : DIGITS_MAX, 0);
  }

  private static boolean isNumber(SqlType type) {
    return type == Simple.DOUBLE || type instanceof SqlType.Decimal || INTEGERS.contains(type);
  }

  private static PlatformException mixed(SqlType a, SqlType b) {
    return new PlatformException(
        ErrorCode.INVALID_PARAMETER,
        "the elements of a list are of types that have nothing in common: %s and %s"
            .formatted(a, b));
  }
}
