package ai.altertable.engine.guard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Judges a statement by the trees that DuckDB's own parser makes of the queries in it: every
/// relation, every function, by the same classification as the tokens. It catches what the rules
/// over tokens might misread.
///
/// What cannot be serialized (PIVOT without IN) or parsed it has no opinion on.
final class SecondOpinion {
  /// What is looked at is kept as tokens and as a tree, many times as large: one text at a time.
  private static final int CHARS_MAX = 256 << 10;

  /// As deep and long as DuckDB writes them: the text that they are of was bounded before.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final String FUNCTION = "function";
  private static final String FUNCTION_NAME = "function_name";

  /// What is read of a node.
  private static final Set<String> NAMES =
      Set.of("type", FUNCTION_NAME, "catalog_name", "schema_name", "table_name");

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
    if (sql.length() > CHARS_MAX) {
      return InnerQueries.isInsertOfValues(sql) ? Optional.empty() : Optional.of(tooLong(sql));
    }
    synchronized (parser) {
      try {
        InnerQueries.of(sql).forEach(query -> parser.tree(query).ifPresent(this::walk));
        return Optional.empty();
      } catch (Refusal.Found found) {
        return Optional.of(found.refusal());
      }
    }
  }

  private static Refusal tooLong(String sql) {
    return Refusal.tooLarge(
        ("the statement has %,d characters; with more than %,d it can name relations by single words"
                + " only, after USE, or INSERT plain VALUES")
            .formatted(sql.length(), CHARS_MAX));
  }

  /// Keeps of a tree the nodes that are open.
  private void walk(String tree) {
    Deque<Map<String, String>> open = new ArrayDeque<>();
    try (JsonParser json = JSON.createParser(tree)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        String name = json.currentName();
        switch (token) {
          case START_OBJECT -> open.push(new HashMap<>());
          case VALUE_STRING -> {
            if (name != null && NAMES.contains(name)) {
              open.element().put(name, json.getText());
            }
          }
          case END_OBJECT -> {
            Map<String, String> node = open.pop();
            look(node);
            if (FUNCTION.equals(name)) {
              open.element().put(FUNCTION, text(node, FUNCTION_NAME));
            }
          }
          default -> {}
        }
      }
    } catch (IOException noJson) {
      throw new UncheckedIOException("the engine's parser wrote what is no JSON", noJson);
    }
  }

  private void look(Map<String, String> node) {
    switch (text(node, "type")) {
      case "BASE_TABLE", "SHOW_REF" -> relation(node);
      case "TABLE_FUNCTION" ->
          classification.requireRelation(text(node, FUNCTION).toLowerCase(Locale.ROOT));
      case "FUNCTION", "WINDOW_AGGREGATE" ->
          classification.requireCallable(text(node, FUNCTION_NAME).toLowerCase(Locale.ROOT));
      default -> {}
    }
  }

  private void relation(Map<String, String> node) {
    StringBuilder path = new StringBuilder();
    for (String part : List.of("catalog_name", "schema_name", "table_name")) {
      String name = text(node, part);
      hidden.requireText(name);
      path.append(name.isEmpty() || path.isEmpty() ? "" : ".").append(name);
    }
    Relations.requireNoFile(path.toString(), false);
  }

  private static String text(Map<String, String> node, String member) {
    return node.getOrDefault(member, "");
  }
}
