package ai.altertable.controlplane.call;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One operation.
///
/// @param template its path below the API's own, with names in braces for what varies:
///   `/environments/{environment_id}/databases/{id}`
/// @param invalid the status that answers a value which cannot be taken, as clients of this
///   operation expect it: 400 or 422
public record Route(
    String method, String template, Audience audience, int invalid, Operation operation) {

  /// What is done.
  @FunctionalInterface
  public interface Operation {
    /// @throws ai.altertable.foundation.error.PlatformException that says what is wrong
    /// @throws IOException when the client cannot be read from
    Answer answer(Call call) throws IOException;
  }

  public static Route of(String method, String template, Audience audience, Operation operation) {
    return new Route(method, template, audience, 422, operation);
  }

  /// This one with another status for a value that cannot be taken.
  public Route withInvalid(int status) {
    return new Route(method, template, audience, status, operation);
  }

  /// What stands in a path for the names of the template; nothing when it is another path.
  ///
  /// @param path its segments below the API's own
  public Optional<Map<String, String>> match(List<String> path) {
    List<String> parts = List.of(template.substring(1).split("/"));
    if (parts.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      String actual = path.get(i);
      if (part.startsWith("{") && !actual.isEmpty()) {
        names.put(part.substring(1, part.length() - 1), actual);
      } else if (!part.equals(actual)) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}
