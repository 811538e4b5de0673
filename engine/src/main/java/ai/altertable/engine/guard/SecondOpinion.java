package ai.altertable.engine.guard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Judges a query by the tree that DuckDB's own parser makes of it: every relation, every function,
/// by the same classification as the tokens. It catches what the rules over tokens might misread.
///
/// What cannot be serialized (other statements, PIVOT without IN) or parsed it has no opinion on.
final class SecondOpinion {
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
      parser.tree(sql).map(JsonTree::read).ifPresent(this::walk);
      return Optional.empty();
    } catch (Refusal.Found found) {
      return Optional.of(found.refusal());
    }
  }

  private void walk(Object node) {
    switch (node) {
      case Map<?, ?> members -> {
        look(members);
        members.values().forEach(this::walk);
      }
      case List<?> elements -> elements.forEach(this::walk);
      default -> {}
    }
  }

  private void look(Map<?, ?> node) {
    switch (text(node, "type")) {
      case "BASE_TABLE", "SHOW_REF" -> relation(node);
      case "FUNCTION", "WINDOW_AGGREGATE" ->
          classification.requireCallable(text(node, "function_name").toLowerCase(Locale.ROOT));
      default -> {}
    }
  }

  private void relation(Map<?, ?> node) {
    StringBuilder path = new StringBuilder();
    for (String part : List.of("catalog_name", "schema_name", "table_name")) {
      String name = text(node, part);
      hidden.requireText(name);
      path.append(name.isEmpty() || path.isEmpty() ? "" : ".").append(name);
    }
    Relations.requireNoFile(path.toString(), false);
  }

  private static String text(Map<?, ?> node, String member) {
    return node.get(member) instanceof String text ? text : "";
  }
}
