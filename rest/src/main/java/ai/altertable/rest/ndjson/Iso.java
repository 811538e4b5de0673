package ai.altertable.rest.ndjson;

/// Writes dates and times as ISO 8601 into `to` from `at`; every method returns the place after
/// what it wrote. Remembers the last date, as rows that follow each other often share it. Confined
/// to one thread.
final class Iso {
  static final int SECONDS_PER_DAY = 86_400;

  /// The most characters of a date, of a time with 9 digits, of an offset, and two quotes.
  static final int BYTES_MAX = 64;

  private final byte[] lastDate = new byte[32];
  private int lastLength;
  private long lastDay;

  int date(long epochDay, byte[] to, int at) {
    if (epochDay != lastDay || lastLength == 0) {
      lastDay = epochDay;
      lastLength = civil(epochDay, lastDate);
    }
    System.arraycopy(lastDate, 0, to, at, lastLength);
    return at + lastLength;
  }

  /// `12:34:56`
  static int time(int secondOfDay, byte[] to, int at) {
    Digits.pair(secondOfDay / 3600, to, at);
    to[at + 2] = ':';
    Digits.pair(secondOfDay / 60 % 60, to, at + 3);
    to[at + 5] = ':';
    Digits.pair(secondOfDay % 60, to, at + 6);
    return at + 8;
  }

  /// `.5` as `.500`: 3, 6 or 9 digits, as many as are needed, or nothing.
  ///
  /// @param value of the unit 10^-digits seconds
  /// @param digits 0, 3, 6 or 9
  static int fraction(int value, int digits, byte[] to, int at) {
    if (value == 0) {
      return at;
    }
    int needed = digits;
    int rest = value;
    while (rest % 1000 == 0) {
      rest /= 1000;
      needed -= 3;
    }
    to[at] = '.';
    Digits.padded(rest, needed, to, at + 1);
    return at + 1 + needed;
  }

  /// `+05:30`, and `+05:30:15` when the offset has seconds.
  static int offset(int seconds, byte[] to, int at) {
    int magnitude = Math.abs(seconds);
    to[at] = (byte) (seconds < 0 ? '-' : '+');
    Digits.pair(magnitude / 3600, to, at + 1);
    to[at + 3] = ':';
    Digits.pair(magnitude / 60 % 60, to, at + 4);
    if (magnitude % 60 == 0) {
      return at + 6;
    }
    to[at + 6] = ':';
    Digits.pair(magnitude % 60, to, at + 7);
    return at + 9;
  }

  /// The date of the proleptic Gregorian calendar; from H. Hinnant, "chrono-compatible low-level
  /// date algorithms", civil_from_days.
  private static int civil(long epochDay, byte[] to) {
    long shifted = epochDay + 719_468;
    long era = Math.floorDiv(shifted, 146_097);
    int dayOfEra = (int) (shifted - era * 146_097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    int place = year(year, to);
    to[place] = '-';
    Digits.pair(month, to, place + 1);
    to[place + 3] = '-';
    Digits.pair(day, to, place + 4);
    return place + 6;
  }

  private static int year(long year, byte[] to) {
    if (year >= 0 && year <= 9999) {
      Digits.padded(year, 4, to, 0);
      return 4;
    }
    to[0] = (byte) (year < 0 ? '-' : '+');
    return Digits.writeMagnitude(Math.abs(year), 4, to, 1);
  }
}
