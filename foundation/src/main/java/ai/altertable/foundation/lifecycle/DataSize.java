package ai.altertable.foundation.lifecycle;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes. Written as `512MiB`, `4GiB`, `1GB` or plain bytes.
public record DataSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("(\\d+)\\s*([KMGT]?)(I?)B?");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative: " + bytes);
    }
  }

  public static DataSize ofMebibytes(long mebibytes) {
    return new DataSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /// @throws IllegalArgumentException when the text is no size
  public static DataSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size; write for example 512MiB, 4GiB or 1000000");
    }
    long base = matcher.group(3).isEmpty() ? 1000 : 1024;
    long unit = 1;
    for (int i = 0; i < " KMGT".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2)); i++) {
      unit = Math.multiplyExact(unit, base);
    }
    return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
  }

  @Override
  public String toString() {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB" : Long.toString(bytes);
  }
}
