package ai.altertable.controlplane.call;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.http.HttpExchange;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The JSON object in a request's body, or one within it. A member that is null counts as absent,
/// unless [#names] is asked; members that nobody asks for are ignored.
///
/// A member of another type than is asked for is INVALID_REQUEST, a value that cannot be taken is
/// INVALID_PARAMETER; both say which member it is.
public final class JsonObject {
  private static final int BYTES_MAX = 1 << 20;
  private static final int ITEMS_MAX = 1000;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// What PostgreSQL or UTF-8 cannot carry.
  private static final Pattern UNSTORABLE = Pattern.compile("[\\x00\\p{Cs}]");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final JsonNode node;
  private final String where;

  private JsonObject(JsonNode node, String where) {
    this.node = node;
    this.where = where;
  }

  static JsonObject read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body().readNBytes(BYTES_MAX + 1);
    if (body.length > BYTES_MAX) {
      throw new PlatformException(
          ErrorCode.REQUEST_TOO_LARGE, "the body has more than " + BYTES_MAX + " bytes");
    }
    return parse(body);
  }

  static JsonObject parse(byte[] body) throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (JsonProcessingException broken) {
      // Its message repeats a part of the text.
      throw new PlatformException(ErrorCode.INVALID_REQUEST, "the body is no JSON: " + at(broken));
    }
    if (!node.isObject()) {
      throw new PlatformException(
          ErrorCode.INVALID_REQUEST, "the body must be a JSON object like {\"name\": \"Sales\"}");
    }
    return new JsonObject(node, "");
  }

  private static String at(JsonProcessingException broken) {
    JsonLocation place = broken.getLocation();
    return place == null
        ? "it cannot be read"
        : "see line " + place.getLineNr() + ", column " + place.getColumnNr();
  }

  /// Whether the member is there, be it null.
  public boolean names(String member) {
    return node.has(member);
  }

  /// Text, be it empty.
  ///
  /// @param lengthMax in characters
  public Optional<String> text(String member, int lengthMax) {
    return find(member).map(value -> checked(value, where + member, lengthMax));
  }

  /// Text in one line, without control characters.
  public Optional<String> line(String member, int lengthMax) {
    Optional<String> text = text(member, lengthMax);
    text.filter(CONTROL.asPredicate())
        .ifPresent(_ -> {
          throw invalid(where + member + " must not have control characters");
        });
    return text;
  }

  /// A line that has at least one character other than space.
  public String requiredLine(String member, int lengthMax) {
    return line(member, lengthMax)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> invalid(where + member + " is missing"));
  }

  public Optional<Boolean> flag(String member) {
    return find(member)
        .map(value -> {
          if (!value.isBoolean()) {
            throw mistyped(where + member, "true or false");
          }
          return value.booleanValue();
        });
  }

  /// An integer from 0.
  public Optional<Integer> count(String member) {
    return find(member)
        .map(value -> {
          if (!value.canConvertToExactIntegral()) {
            throw mistyped(where + member, "an integer");
          }
          if (!value.canConvertToInt() || value.intValue() < 0) {
            throw invalid(where + member + " must be 0 to " + Integer.MAX_VALUE);
          }
          return value.intValue();
        });
  }

  /// A moment as in RFC 3339, with any offset.
  public Optional<Instant> instant(String member) {
    return text(member, 64)
        .map(text -> {
          try {
            OffsetDateTime moment = OffsetDateTime.parse(text);
            if (moment.getYear() >= 0 && moment.getYear() <= 9999) {
              return moment.toInstant();
            }
          } catch (DateTimeException _) {
            // Told below.
          }
          throw invalid(where + member + " must be a time like 2027-01-31T12:00:00Z");
        });
  }

  /// Texts in the order they have, each once.
  public Optional<List<String>> texts(String member, int lengthMax) {
    return array(member)
        .map(items -> {
          List<String> texts = new ArrayList<>();
          for (int i = 0; i < items.size(); i++) {
            texts.add(checked(items.get(i), where + member + "[" + i + "]", lengthMax));
          }
          return texts.stream().distinct().toList();
        });
  }

  /// As [#texts], each in one line.
  public Optional<List<String>> lines(String member, int lengthMax) {
    Optional<List<String>> lines = texts(member, lengthMax);
    if (lines.stream().flatMap(List::stream).anyMatch(CONTROL.asPredicate())) {
      throw invalid(where + member + " must not have control characters");
    }
    return lines;
  }

  public Optional<List<UUID>> ids(String member) {
    return texts(member, 64)
        .map(texts ->
            texts.stream()
                .map(text ->
                    new Ref(text)
                        .id()
                        .orElseThrow(() -> invalid(where + member + " must hold UUIDs only")))
                .toList());
  }

  /// The objects of an array that has to be there.
  public List<JsonObject> requiredObjects(String member) {
    List<JsonNode> items = array(member).orElseThrow(() -> invalid(where + member + " is missing"));
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String place = where + member + "[" + i + "]";
      if (!items.get(i).isObject()) {
        throw mistyped(place, "an object");
      }
      objects.add(new JsonObject(items.get(i), place + "."));
    }
    return objects;
  }

  /// What a value that cannot be taken is answered.
  ///
  /// @param member which it is
  public PlatformException refuse(String member, String why) {
    return invalid(where + member + " " + why);
  }

  private Optional<List<JsonNode>> array(String member) {
    return find(member)
        .map(value -> {
          if (!value.isArray()) {
            throw mistyped(where + member, "an array");
          }
          if (value.size() > ITEMS_MAX) {
            throw invalid(where + member + " has more than " + ITEMS_MAX + " items");
          }
          return value.valueStream().toList();
        });
  }

  private Optional<JsonNode> find(String member) {
    return Optional.ofNullable(node.get(member)).filter(value -> !value.isNull());
  }

  private static String checked(JsonNode value, String place, int lengthMax) {
    if (!value.isTextual()) {
      throw mistyped(place, "a string");
    }
    String text = value.textValue();
    if (text.length() > lengthMax) {
      throw invalid(place + " has more than " + lengthMax + " characters");
    }
    if (UNSTORABLE.matcher(text).find()) {
      throw invalid(place + " has a character that cannot be kept");
    }
    return text;
  }

  private static PlatformException mistyped(String place, String expected) {
    return new PlatformException(ErrorCode.INVALID_REQUEST, place + " must be " + expected);
  }

  private static PlatformException invalid(String message) {
    return new PlatformException(ErrorCode.INVALID_PARAMETER, message);
  }
}
