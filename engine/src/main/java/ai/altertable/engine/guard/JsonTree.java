package ai.altertable.engine.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the JSON in which DuckDB serializes statements. It trusts that this is JSON, and keeps
/// objects, arrays and strings; of everything else, the text.
final class JsonTree {
  private final String json;
  private int at;

  private JsonTree(String json) {
    this.json = json;
  }

  /// @return a `Map<String, Object>`, a `List<Object>`, or a `String`
  static Object read(String json) {
    return new JsonTree(json).value();
  }

  private Object value() {
    return switch (json.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new HashMap<>();
    while (json.charAt(at) != '}') {
      at++;
      if (json.charAt(at) == '"') {
        String name = string();
        at++;
        members.put(name, value());
      }
    }
    at++;
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    while (json.charAt(at) != ']') {
      at++;
      if (json.charAt(at) != ']') {
        elements.add(value());
      }
    }
    at++;
    return elements;
  }

  private String string() {
    StringBuilder text = new StringBuilder();
    at++;
    while (json.charAt(at) != '"') {
      text.append(json.charAt(at) == '\\' ? escaped() : json.charAt(at));
      at++;
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    at++;
    return switch (json.charAt(at)) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(json, at - 3, at + 1, 16);
      }
      default -> json.charAt(at);
    };
  }

  private String literal() {
    int start = at;
    while (",]}".indexOf(json.charAt(at)) < 0) {
      at++;
    }
    return json.substring(start, at);
  }
}
