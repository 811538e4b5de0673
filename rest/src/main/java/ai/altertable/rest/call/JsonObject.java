package ai.altertable.rest.call;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.http.HttpExchange;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The JSON object in a request's body. Members that are null are taken for absent, and those that
/// nobody asks for are ignored.
public final class JsonObject {
  private static final int DEPTH_MAX = 64;
  private static final String EXAMPLE = "{\"statement\": \"SELECT 1\"}";
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonNode node;

  private JsonObject(JsonNode node) {
    this.node = node;
  }

  /// Reads the body, whatever its Content-Type.
  ///
  /// @throws PlatformException REQUEST_TOO_LARGE, INVALID_REQUEST
  /// @throws IOException when the client cannot be read from
  public static JsonObject read(HttpExchange exchange, DataSize max) throws IOException {
    refuseEncoding(exchange);
    if (exchange.bodyLength().orElse(0) > max.bytes()) {
      throw tooLarge(max);
    }
    byte[] body = exchange.body().readNBytes(Math.toIntExact(max.bytes() + 1));
    if (body.length > max.bytes()) {
      throw tooLarge(max);
    }
    return parse(body);
  }

  static JsonObject parse(byte[] body) throws IOException {
    try {
      JsonNode node = JSON.readTree(body);
      if (!node.isObject()) {
        throw invalid("the body must be a JSON object like " + EXAMPLE);
      }
      return new JsonObject(node);
    } catch (JsonProcessingException broken) {
      throw new PlatformException(
          ErrorCode.INVALID_REQUEST,
          "the body is no JSON: " + where(broken) + "; send an object like " + EXAMPLE,
          broken);
    }
  }

  /// Nobody sends it compressed, and taking it as it is would be wrong.
  ///
  /// @throws PlatformException FEATURE_NOT_SUPPORTED
  public static void refuseEncoding(HttpExchange exchange) {
    String encoding = exchange.headers().first("content-encoding").orElse("identity");
    if (!encoding.strip().equalsIgnoreCase("identity")) {
      throw new PlatformException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "Content-Encoding '" + encoding + "' is not supported; send the body as it is");
    }
  }

  public Optional<JsonNode> member(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  /// Text that is not empty.
  public Optional<String> text(String name) {
    Optional<JsonNode> member = member(name);
    member.filter(value -> !value.isTextual()).ifPresent(value -> refuse(name, "a string", value));
    return member.map(JsonNode::textValue).filter(value -> !value.isEmpty());
  }

  public Optional<Boolean> flag(String name) {
    Optional<JsonNode> member = member(name);
    member
        .filter(value -> !value.isBoolean())
        .ifPresent(value -> refuse(name, "true or false", value));
    return member.map(JsonNode::booleanValue);
  }

  /// An integer from 0.
  public OptionalLong count(String name) {
    Optional<JsonNode> member = member(name);
    if (member.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode value = member.get();
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      refuse(name, "an integer from 0", value);
    }
    return OptionalLong.of(value.longValue());
  }

  private static void refuse(String name, String expected, JsonNode value) {
    String found =
        value.isNumber()
            ? value.asText()
            : "a " + value.getNodeType().name().toLowerCase(Locale.ROOT);
    throw invalid("'" + name + "' must be " + expected + ", not " + found);
  }

  private static PlatformException invalid(String message) {
    return new PlatformException(ErrorCode.INVALID_REQUEST, message);
  }

  private static PlatformException tooLarge(DataSize max) {
    return new PlatformException(
        ErrorCode.REQUEST_TOO_LARGE, "the body is larger than " + max + ", which is the limit");
  }

  private static String where(JsonProcessingException broken) {
    String message = broken.getOriginalMessage();
    return broken.getLocation() == null
        ? message
        : message
            + " at line "
            + broken.getLocation().getLineNr()
            + ", column "
            + broken.getLocation().getColumnNr();
  }
}
