package ai.altertable.engine.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Judges a statement by the trees that DuckDB's own parser makes of the queries in it: every
/// relation, every function, by the same classification as the tokens. It catches what the rules
/// over tokens might misread.
///
/// What cannot be serialized (PIVOT without IN) or parsed it has no opinion on.
final class SecondOpinion {
  /// As deep and long as DuckDB writes them: the text that they are of was bounded before.
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(Integer.MAX_VALUE)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());

  private final QueryParser parser;
  private final Classification classification;
  private final HiddenNames hidden;

  SecondOpinion(QueryParser parser, Classification classification) {
    this.parser = parser;
    this.classification = classification;
    this.hidden = new HiddenNames(classification);
  }

  /// On an engine thread.
  Optional<Refusal> of(String sql) {
    try {
      InnerQueries.of(sql).forEach(query -> parser.tree(query).ifPresent(this::walk));
      return Optional.empty();
    } catch (Refusal.Found found) {
      return Optional.of(found.refusal());
    }
  }

  private void walk(String tree) {
    Deque<JsonNode> left = new ArrayDeque<>();
    left.push(read(tree));
    while (!left.isEmpty()) {
      JsonNode node = left.pop();
      look(node);
      node.forEach(left::push);
    }
  }

  private static JsonNode read(String tree) {
    try {
      return JSON.readTree(tree);
    } catch (JsonProcessingException noJson) {
      throw new UncheckedIOException("the engine's parser wrote what is no JSON", noJson);
    }
  }

  private void look(JsonNode node) {
    switch (text(node, "type")) {
      case "BASE_TABLE", "SHOW_REF" -> relation(node);
      case "TABLE_FUNCTION" ->
          classification.requireRelation(
              text(node.path("function"), "function_name").toLowerCase(Locale.ROOT));
      case "FUNCTION", "WINDOW_AGGREGATE" ->
          classification.requireCallable(text(node, "function_name").toLowerCase(Locale.ROOT));
      default -> {}
    }
  }

  private void relation(JsonNode node) {
    StringBuilder path = new StringBuilder();
    for (String part : List.of("catalog_name", "schema_name", "table_name")) {
      String name = text(node, part);
      hidden.requireText(name);
      path.append(name.isEmpty() || path.isEmpty() ? "" : ".").append(name);
    }
    Relations.requireNoFile(path.toString(), false);
  }

  private static String text(JsonNode node, String member) {
    return node.path(member).asText("");
  }
}
