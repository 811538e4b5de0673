package ai.altertable.foundation.fleet;

import ai.altertable.foundation.identity.Environment;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.UUID;

/// What a gateway is told of one worker, as the text of a [Configuration]'s entry. Workers that are
/// lost or revoked have none.
///
/// @param address where gateways reach it, `host:port`
public record WorkerEntry(
    UUID id, String slug, Environment environment, String address, State state, Load load) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Whether it takes requests.
  public enum State {
    ONLINE,
    /// Nothing is heard of it for a moment.
    SILENT,
    DRAINING
  }

  /// The name of the entry.
  public String name() {
    return EntryNames.WORKER + slug;
  }

  public String encode() {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id.toString()).put("slug", slug).put("address", address);
    node.put("state", state.name().toLowerCase(Locale.ROOT));
    node.putObject("environment")
        .put("id", environment.id().toString())
        .put("slug", environment.slug());
    node.putObject("load")
        .put("running", load.running())
        .put("queued", load.queued())
        .put("sessions", load.sessions())
        .put("sessionsKept", load.sessionsKept())
        .put("memoryBytesMax", load.memoryBytesMax());
    return node.toString();
  }

  /// @throws IllegalArgumentException when the text is not what [#encode] writes
  public static WorkerEntry decode(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("malformed worker at " + malformed.getLocation());
    }
    JsonNode environment = node.required("environment");
    return new WorkerEntry(
        UUID.fromString(node.required("id").asText()),
        node.required("slug").asText(),
        new Environment(
            UUID.fromString(environment.required("id").asText()),
            environment.required("slug").asText()),
        node.required("address").asText(),
        State.valueOf(node.required("state").asText().toUpperCase(Locale.ROOT)),
        load(node.required("load")));
  }

  private static Load load(JsonNode node) {
    return new Load(
        node.required("running").asInt(),
        node.required("queued").asInt(),
        node.required("sessions").asInt(),
        node.required("sessionsKept").asInt(),
        node.required("memoryBytesMax").asLong());
  }
}
