package ai.altertable.foundation.session;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Names one query, from its acceptance into history.
public record QueryId(UUID value) {
  private static final Pattern HYPHENS =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
  private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{32}");

  public static QueryId random() {
    return new QueryId(UUID.randomUUID());
  }

  /// Reads one as clients write it: a UUID with or without its hyphens.
  public static Optional<QueryId> parse(String text) {
    if (HYPHENS.matcher(text).matches()) {
      return Optional.of(new QueryId(UUID.fromString(text)));
    }
    if (DIGITS.matcher(text).matches()) {
      return Optional.of(
          new QueryId(
              new UUID(
                  Long.parseUnsignedLong(text, 0, 16, 16),
                  Long.parseUnsignedLong(text, 16, 32, 16))));
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
