package ai.altertable.rest.operation;

import ai.altertable.foundation.session.QueryProgress;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/// What operators see, as JSON.
final class OperationJson {
  private static final int TEXT_CHARS_MAX = 200;

  private OperationJson() {}

  /// ```
  ///   [{"id": …, "work": "query", "user": …, "session": …, "state": "computing", "since": …,
  ///     "rows": 12, "percentage": 4.5 or null, "text": …}, …]
  /// ```
  static String work(List<WorkItem> items) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (WorkItem item : items) {
      ObjectNode node =
          all.addObject()
              .put("id", item.start().id().toString())
              .put("work", word(item.start().work()))
              .put("user", item.start().principal().name())
              .put("session", item.start().session().value())
              .put("state", word(item.activity()))
              .put("since", item.since().toString())
              .put("rows", item.rows());
      node.put("percentage", item.progress().map(QueryProgress::percentage).orElse(null));
      node.put("text", oneLine(item.start().text()));
    }
    return all.toString();
  }

  /// ```
  ///   [{"id": …, "user": …, "state": "kept", "since": …}, …]
  /// ```
  static String sessions(List<SessionItem> items) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (SessionItem item : items) {
      all.addObject()
          .put("id", item.id())
          .put("user", item.user())
          .put("state", item.state())
          .put("since", item.since().toString());
    }
    return all.toString();
  }

  /// ```
  ///   {"ended": true}
  /// ```
  static String ended(boolean ended) {
    return JsonNodeFactory.instance.objectNode().put("ended", ended).toString();
  }

  /// ```
  ///   {"draining": true, "running": 2, "transactions": 0}
  /// ```
  static String drain(DrainState state) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("draining", state.draining())
        .put("running", state.running())
        .put("transactions", state.transactions())
        .toString();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// The beginning of a text, without line breaks and whatever else might move a terminal's cursor.
  static String oneLine(String text) {
    String start =
        text.length() > 4 * TEXT_CHARS_MAX ? text.substring(0, 4 * TEXT_CHARS_MAX) : text;
    String line = start.replaceAll("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() > TEXT_CHARS_MAX || start.length() < text.length()
        ? line.substring(0, Math.min(line.length(), TEXT_CHARS_MAX - 1)) + "…"
        : line;
  }
}
