package ai.altertable.rest.query;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.rest.ndjson.ColumnHeader;
import java.util.Locale;
import java.util.Optional;

/// Which form the line that names the columns has: the setting `column-header`, and above it the
/// request header of that name.
public enum ColumnHeaderChoice {
  /// As the client's User-Agent needs it.
  AUTO,
  TYPED,
  NAMES;

  static final String HEADER = "x-altertable-column-header";

  /// @throws PlatformException INVALID_PARAMETER when it is none
  public static ColumnHeaderChoice parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> AUTO;
      case "typed" -> TYPED;
      case "names" -> NAMES;
      default ->
          throw new PlatformException(
              ErrorCode.INVALID_PARAMETER,
              "'" + text + "' is no form of the column header; write auto, typed or names");
    };
  }

  /// @param asked the request's header
  ColumnHeader choose(Optional<String> asked, String userAgent) {
    ColumnHeaderChoice choice = asked.map(ColumnHeaderChoice::parse).orElse(this);
    return switch (choice) {
      case TYPED -> ColumnHeader.TYPED;
      case NAMES -> ColumnHeader.NAMES;
      case AUTO -> NameReader.isNameReader(userAgent) ? ColumnHeader.NAMES : ColumnHeader.TYPED;
    };
  }
}
