package ai.altertable.engine.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Floating-point numbers in the fewest digits that read back as the same number.
final class NumberTexts {
  private NumberTexts() {}

  /// As DuckDB's JSON writer does: plain from 0.000001 up to 21 digits, else `1.5e300`.
  static String json(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    BigDecimal shortest = shortest(value);
    int point = shortest.precision() - shortest.scale();
    if (point <= -6 || point > 21) {
      return scientific(shortest, "", 0);
    }
    return shortest.scale() > 0 ? shortest.toPlainString() : shortest.toPlainString() + ".0";
  }

  /// As DuckDB's cast to VARCHAR does: plain from 0.0001 up to 16 digits, else `1.5e+300`.
  static String sql(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0.0" : "-0.0";
    }
    return sql(shortest(value));
  }

  static String sql(BigDecimal shortest) {
    int point = shortest.precision() - shortest.scale();
    if (point <= -4 || point > 16) {
      return scientific(shortest, "+", 2);
    }
    return shortest.scale() > 0 ? shortest.toPlainString() : shortest.toPlainString() + ".0";
  }

  private static BigDecimal shortest(double value) {
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (shortest.precision() == 2) {
      // Java prefers two digits even where one is enough, as for the smallest number of all.
      BigDecimal shorter = shortest.round(new MathContext(1, RoundingMode.HALF_EVEN));
      return shorter.doubleValue() == value ? shorter : shortest;
    }
    return shortest;
  }

  private static String scientific(BigDecimal value, String plus, int exponentDigits) {
    String digits = value.unscaledValue().abs().toString();
    int exponent = value.precision() - value.scale() - 1;
    StringBuilder text = new StringBuilder(value.signum() < 0 ? "-" : "");
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    String size = Integer.toString(Math.abs(exponent));
    text.append('e').append(exponent < 0 ? "-" : plus);
    text.repeat("0", Math.max(0, exponentDigits - size.length())).append(size);
    return text.toString();
  }
}
