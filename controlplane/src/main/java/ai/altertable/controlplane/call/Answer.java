package ai.altertable.controlplane.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/// What a call is answered when nothing is wrong.
///
/// @param body JSON, unless there is none
public record Answer(int status, String contentType, Optional<String> body) {
  private static final String JSON = "application/json";

  /// One thing under its name: `{"database": {…}}`.
  public static Answer of(int status, String name, JsonNode thing) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set(name, thing);
    return of(status, body);
  }

  public static Answer of(int status, ObjectNode body) {
    return new Answer(status, JSON, Optional.of(body.toString()));
  }

  /// Several things under one name: `{"databases": [{…}, …]}`.
  public static <T> Answer list(String name, Collection<T> things, Function<T, ObjectNode> json) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    var all = body.putArray(name);
    things.forEach(thing -> all.add(json.apply(thing)));
    return of(200, body);
  }

  /// It is done, and there is nothing to say.
  public static Answer nothing() {
    return new Answer(204, JSON, Optional.empty());
  }
}
