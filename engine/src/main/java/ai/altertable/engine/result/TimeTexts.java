package ai.altertable.engine.result;

import java.time.LocalDate;

/// Dates, times and intervals as DuckDB's cast to VARCHAR writes them
/// (`common/types/cast_helpers.hpp`).
final class TimeTexts {
  private static final long DAY_SECONDS = 86_400;

  /// The smallest offset of a TIME WITH TIME ZONE, from which its bits count down.
  private static final int OFFSET_MAX = 57_599;

  private TimeTexts() {}

  /// @param days since 1970-01-01; the extreme values are the infinities
  static String date(int days) {
    if (days == Integer.MAX_VALUE) {
      return "infinity";
    }
    if (days == -Integer.MAX_VALUE) {
      return "-infinity";
    }
    return date(LocalDate.ofEpochDay(days), "");
  }

  /// @param digits how many decimal digits of a second the unit stands for
  static String time(long units, int digits) {
    long second = power(digits);
    long seconds = units / second;
    return "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
        + fraction(units % second, digits);
  }

  /// @param bits microseconds in the upper 40, 57,599 minus the offset's seconds in the lower 24
  static String timeTz(long bits) {
    int offset = OFFSET_MAX - (int) (bits & 0xFF_FFFF);
    return time(bits >>> 24, 6) + offset(offset);
  }

  /// @param digits how many decimal digits of a second the unit stands for
  static String timestamp(long units, int digits) {
    return timestamp(units, digits, "");
  }

  static String timestampTz(long micros) {
    return timestamp(micros, 6, "+00");
  }

  static String interval(int months, int days, long micros) {
    StringBuilder text = new StringBuilder();
    part(text, months / 12, "year");
    part(text, months % 12, "month");
    part(text, days, "day");
    if (micros != 0 || text.isEmpty()) {
      text.append(text.isEmpty() ? "" : " ");
      text.append(micros < 0 ? "-" : "");
      text.append(time(micros));
    }
    return text.toString();
  }

  private static String timestamp(long units, int digits, String zone) {
    if (units == Long.MAX_VALUE) {
      return "infinity";
    }
    if (units == -Long.MAX_VALUE) {
      return "-infinity";
    }
    long day = DAY_SECONDS * power(digits);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(units, day));
    return date(date, " " + time(Math.floorMod(units, day), digits) + zone);
  }

  /// DuckDB writes the era behind the date.
  private static String date(LocalDate date, String time) {
    boolean before = date.getYear() <= 0;
    return "%04d-%02d-%02d%s%s"
        .formatted(
            before ? 1 - date.getYear() : date.getYear(),
            date.getMonthValue(),
            date.getDayOfMonth(),
            before ? " (BC)" : "",
            time);
  }

  private static String time(long micros) {
    // The smallest long has no positive counterpart: divided first, its parts do.
    long seconds = Math.abs(micros / 1_000_000);
    return "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
        + fraction(Math.abs(micros % 1_000_000), 6);
  }

  private static String offset(int seconds) {
    int size = Math.abs(seconds);
    StringBuilder text = new StringBuilder(seconds < 0 ? "-" : "+");
    text.append("%02d".formatted(size / 3600));
    if (size / 60 % 60 != 0) {
      text.append(":%02d".formatted(size / 60 % 60));
    }
    if (size % 60 != 0) {
      text.append(":%02d".formatted(size % 60));
    }
    return text.toString();
  }

  private static void part(StringBuilder text, int count, String name) {
    if (count != 0) {
      text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(name);
      text.append(Math.abs(count) == 1 ? "" : "s");
    }
  }

  private static String fraction(long units, int digits) {
    if (units == 0) {
      return "";
    }
    String padded = "%0" + digits + "d";
    return "." + padded.formatted(units).replaceFirst("0+$", "");
  }

  private static long power(int digits) {
    long power = 1;
    for (int i = 0; i < digits; i++) {
      power *= 10;
    }
    return power;
  }
}
