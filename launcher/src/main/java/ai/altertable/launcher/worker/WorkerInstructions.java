package ai.altertable.launcher.worker;

import ai.altertable.engine.Patience;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.confinement.ConfinementMode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What the server tells a hosted worker when it starts it: one line of JSON through a pipe, as the
/// token in it is a secret. All else it is told by the control plane, with which it enrols.
///
/// @param slug the name that it will be given
/// @param token by which it enrols, see [ai.altertable.link.enrollment.EnrollmentToken]
/// @param ports of the control plane and of the metadata server, the only ones that it connects to
/// @param rootCertificate by which it knows the metadata server
/// @param confinement whether the worker's threads are to give up what they do not need
/// @param socket where the worker's REST front end listens, in a directory of this worker alone
public record WorkerInstructions(
    String slug,
    Secret token,
    Set<Integer> ports,
    Optional<Path> rootCertificate,
    ConfinementMode confinement,
    Path socket,
    WorkerSettings settings) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEMPORARY = "tmp";
  private static final String CRASH = "crash.log";

  public WorkerInstructions {
    ports = Set.copyOf(ports);
  }

  /// For temporary files of the Java machine and its libraries.
  Path temporary() {
    return settings.workspace().resolve(TEMPORARY);
  }

  /// Where the Java machine reports a crash.
  Path crashReport() {
    return settings.workspace().resolve(CRASH);
  }

  public Secret encode() {
    ObjectNode node = JSON.createObjectNode();
    node.put("slug", slug);
    node.put("token", token.value());
    var allowed = node.putArray("ports");
    ports.forEach(allowed::add);
    rootCertificate.ifPresent(path -> node.put("rootCertificate", path.toString()));
    node.put("confinement", confinement.name());
    node.put("socket", socket.toString());
    node.put("runtime", settings.runtime().toString());
    node.put("extensions", settings.extensions().toString());
    node.put("workspace", settings.workspace().toString());
    node.put("staging", settings.staging().toString());
    node.put("objects", settings.objects().toString());
    node.put("threads", settings.threads());
    node.put("memory", settings.memory().bytes());
    node.put("spill", settings.spill().bytes());
    node.put("diskReserve", settings.diskReserve().bytes());
    node.put("preparing", settings.patience().preparing().toMillis());
    node.put("stopping", settings.patience().stopping().toMillis());
    return new Secret(node + "\n");
  }

  /// @throws IllegalArgumentException when the line is not what [#encode] writes; the message holds
  ///   nothing of it
  public static WorkerInstructions decode(Secret line) {
    JsonNode node;
    try {
      node = JSON.readTree(line.value());
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("malformed instructions at " + malformed.getLocation());
    }
    return new WorkerInstructions(
        node.required("slug").asText(),
        new Secret(node.required("token").asText()),
        ports(node.required("ports")),
        Optional.ofNullable(node.get("rootCertificate")).map(JsonNode::asText).map(Path::of),
        ConfinementMode.valueOf(node.required("confinement").asText()),
        path(node, "socket"),
        settings(node));
  }

  private static WorkerSettings settings(JsonNode node) {
    return new WorkerSettings(
        path(node, "runtime"),
        path(node, "extensions"),
        path(node, "workspace"),
        path(node, "staging"),
        path(node, "objects"),
        node.required("threads").asInt(),
        size(node, "memory"),
        size(node, "spill"),
        size(node, "diskReserve"),
        new Patience(duration(node, "preparing"), duration(node, "stopping")));
  }

  private static Set<Integer> ports(JsonNode node) {
    Set<Integer> ports = new HashSet<>();
    node.forEach(port -> ports.add(port.asInt()));
    return ports;
  }

  private static Path path(JsonNode node, String name) {
    return Path.of(node.required(name).asText());
  }

  private static Duration duration(JsonNode node, String name) {
    return Duration.ofMillis(node.required(name).asLong());
  }

  private static DataSize size(JsonNode node, String name) {
    return new DataSize(node.required(name).asLong());
  }
}
