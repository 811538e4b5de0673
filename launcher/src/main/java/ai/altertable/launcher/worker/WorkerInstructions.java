package ai.altertable.launcher.worker;

import ai.altertable.engine.EngineConfig;
import ai.altertable.engine.Patience;
import ai.altertable.engine.TransactionConfig;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.CatalogsCodec;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.rest.RestConfig;
import ai.altertable.rest.query.QueryConfig;
import ai.altertable.rest.upload.StagingConfig;
import ai.altertable.worker.WorkerConfig;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/// What the server tells a hosted worker when it starts it: one line of JSON through a pipe, as it
/// holds the passwords of the metadata database.
///
/// @param environment the one that the worker serves
/// @param grantKey by which the worker knows the server's grants, see [GrantKeys]
/// @param confinement whether the worker's threads are to give up what they do not need
/// @param socket where the worker's REST front end listens, in a directory of this worker alone
/// @param workspace for spilling and temporary files; of this worker alone
/// @param staging for uploads; of this worker alone
public record WorkerInstructions(
    String slug,
    Environment environment,
    String grantKey,
    ConfinementMode confinement,
    Path socket,
    Path runtime,
    Path extensions,
    Path workspace,
    Path staging,
    Path objects,
    int threads,
    DataSize memory,
    DataSize spill,
    DataSize diskReserve,
    Patience patience,
    Catalogs catalogs) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPILL = "spill";
  private static final String TEMPORARY = "tmp";
  private static final String CRASH = "crash.log";
  private static final int SESSIONS_MAX = 1_000;
  private static final Duration SESSION_IDLE = Duration.ofMinutes(30);
  private static final Duration INSTANCE_IDLE = Duration.ofMinutes(10);

  /// For temporary files of the Java machine and its libraries.
  Path temporary() {
    return workspace.resolve(TEMPORARY);
  }

  /// Where the Java machine reports a crash.
  Path crashReport() {
    return workspace.resolve(CRASH);
  }

  public Secret encode() {
    ObjectNode node = JSON.createObjectNode();
    node.put("slug", slug);
    node.putObject("environment")
        .put("id", environment.id().toString())
        .put("slug", environment.slug());
    node.put("grantKey", grantKey);
    node.put("confinement", confinement.name());
    node.put("socket", socket.toString());
    node.put("runtime", runtime.toString());
    node.put("extensions", extensions.toString());
    node.put("workspace", workspace.toString());
    node.put("staging", staging.toString());
    node.put("objects", objects.toString());
    node.put("threads", threads);
    node.put("memory", memory.bytes());
    node.put("spill", spill.bytes());
    node.put("diskReserve", diskReserve.bytes());
    node.put("preparing", patience.preparing().toMillis());
    node.put("stopping", patience.stopping().toMillis());
    node.put("catalogs", CatalogsCodec.encode(catalogs));
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
        environment(node.required("environment")),
        node.required("grantKey").asText(),
        ConfinementMode.valueOf(node.required("confinement").asText()),
        path(node, "socket"),
        path(node, "runtime"),
        path(node, "extensions"),
        path(node, "workspace"),
        path(node, "staging"),
        path(node, "objects"),
        node.required("threads").asInt(),
        size(node, "memory"),
        size(node, "spill"),
        size(node, "diskReserve"),
        new Patience(duration(node, "preparing"), duration(node, "stopping")),
        CatalogsCodec.decode(node.required("catalogs").asText()));
  }

  private static Environment environment(JsonNode node) {
    return new Environment(
        UUID.fromString(node.required("id").asText()), node.required("slug").asText());
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

  WorkerConfig config() {
    EngineConfig engine =
        new EngineConfig(
            runtime,
            extensions,
            workspace.resolve(SPILL),
            staging,
            objects,
            threads,
            memory,
            spill,
            SESSIONS_MAX,
            SESSION_IDLE,
            TransactionConfig.defaults(),
            INSTANCE_IDLE,
            patience);
    RestConfig rest = new RestConfig(QueryConfig.of(slug), new StagingConfig(staging, diskReserve));
    GrantVerifier grants =
        new GrantVerifier(
            GrantKeys.of(new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, grantKey)),
            slug,
            environment.id());
    return new WorkerConfig(socket, grants, engine, rest);
  }
}
