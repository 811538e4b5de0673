package ai.altertable.systemtests.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A whole answer to a query. That it is whole the transfer has shown: one that broke off never
/// becomes an answer.
///
/// @param text as it came
/// @param head the line about the query; null under any other status than 200
/// @param columns `name TYPE` each
/// @param rows arrays of values
public record Answer(
    int status,
    String text,
    @Nullable JsonNode head,
    List<String> columns,
    List<JsonNode> rows,
    Optional<Failure> failure) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /// @throws AssertionError when the text is not what the contract says
  static Answer of(int status, String text) {
    if (status != 200) {
      return new Answer(
          status,
          text,
          null,
          List.of(),
          List.of(),
          Optional.of(Failure.ofBody(status, json(text))));
    }
    if (!text.endsWith("\n")) {
      throw new AssertionError("the last line is not ended: " + text);
    }
    List<JsonNode> lines = text.lines().map(Answer::json).toList();
    Optional<Failure> failure = failure(lines.getLast());
    List<JsonNode> arrays = lines.subList(1, failure.isPresent() ? lines.size() - 1 : lines.size());
    if (!lines.getFirst().isObject() || !arrays.stream().allMatch(JsonNode::isArray)) {
      throw new AssertionError("a line is not what it should be: " + text);
    }
    if (arrays.isEmpty() && failure.isEmpty()) {
      throw new AssertionError("an answer without a line of columns: " + text);
    }
    List<String> columns = arrays.isEmpty() ? List.of() : columns(arrays.getFirst());
    List<JsonNode> rows = arrays.isEmpty() ? List.of() : arrays.subList(1, arrays.size());
    return new Answer(status, text, lines.getFirst(), columns, rows, failure);
  }

  private static List<String> columns(JsonNode line) {
    List<String> columns = new ArrayList<>();
    line.forEach(
        column -> columns.add(column.path("name").asText() + " " + column.path("type").asText()));
    return columns;
  }

  private static Optional<Failure> failure(JsonNode lastLine) {
    return lastLine.has("error") ? Optional.of(Failure.ofLine(lastLine)) : Optional.empty();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "{}" : text);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError("not JSON: " + text, malformed);
    }
  }

  /// This, if there was no error.
  public Answer orFail() {
    failure.ifPresent(error -> {
      throw new AssertionError("the query failed: " + error);
    });
    return this;
  }

  /// The one value of the one row, as text.
  public String value() {
    orFail();
    if (rows.size() != 1 || rows.getFirst().size() != 1) {
      throw new AssertionError("not one value: " + text);
    }
    return rows.getFirst().get(0).asText();
  }

  public long number() {
    return Long.parseLong(value());
  }

  /// The rows as JSON text.
  public List<String> texts() {
    orFail();
    return rows.stream().map(JsonNode::toString).toList();
  }

  public Failure error() {
    return failure.orElseThrow(() -> new AssertionError("no error, but: " + text));
  }

  /// A member of the line about the query.
  public String head(String member) {
    return Objects.requireNonNull(head, text).path(member).asText();
  }
}
