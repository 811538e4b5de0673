package ai.altertable.engine.error;

import ai.altertable.engine.capi.DuckDbErrorType;
import ai.altertable.engine.capi.DuckDbFailure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Pattern;

/// What DuckDB said, taken apart.
///
/// @param body without the name of the kind, the excerpt and stack traces
/// @param place in the statement
record ErrorText(DuckDbErrorType type, String body, Optional<Place> place) {
  private static final Pattern TRACE =
      Pattern.compile(
          "\n*(?:Stack Trace:|This error signals an assertion failure within DuckDB).*",
          Pattern.DOTALL);
  private static final int HEAD_MAX = 3000;
  private static final int TAIL_MAX = 1000;
  private static final JsonMapper JSON = new JsonMapper();

  static ErrorText of(DuckDbFailure failure) {
    // A user may have set errors_as_json.
    return failure.text().startsWith("{\"exception_type\"")
        ? ofJson(failure)
        : ofPlain(failure.type(), failure.text());
  }

  /// Values that a message quotes may be as long as they like; nobody reads that much, and no
  /// pattern is to look at it. The end is kept as well: the excerpt of the statement stands there.
  static String bounded(String text) {
    return text.length() <= HEAD_MAX + TAIL_MAX
        ? text
        : text.substring(0, HEAD_MAX) + " … " + text.substring(text.length() - TAIL_MAX);
  }

  private static ErrorText ofPlain(DuckDbErrorType type, String whole) {
    String text = bounded(whole);
    Optional<Excerpt> excerpt = Excerpt.in(text);
    String body = excerpt.map(Excerpt::shown).map(shown -> before(text, shown)).orElse(text);
    return new ErrorText(type, withoutHead(type, body), excerpt.map(found -> found));
  }

  private static ErrorText ofJson(DuckDbFailure failure) {
    try {
      JsonNode error = JSON.readTree(failure.text());
      String prefix = error.path("exception_type").asText() + " Error: ";
      String message = prefix + error.path("exception_message").asText();
      DuckDbFailure plain = DuckDbFailure.of(message);
      ErrorText text = ofPlain(plain.type(), message);
      int position = error.path("position").asInt(-1);
      return position < 0
          ? text
          : new ErrorText(text.type(), text.body(), Optional.of(new Place.ByteOffset(position)));
    } catch (JsonProcessingException notJson) {
      return ofPlain(failure.type(), failure.text());
    }
  }

  private static String withoutHead(DuckDbErrorType type, String text) {
    String body = text.startsWith(type.prefix()) ? text.substring(type.prefix().length()) : text;
    return TRACE.matcher(body).replaceFirst("").strip();
  }

  private static String before(String text, String end) {
    return text.substring(0, text.length() - end.length());
  }
}
