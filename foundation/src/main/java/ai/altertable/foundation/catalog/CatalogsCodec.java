package ai.altertable.foundation.catalog;

import ai.altertable.foundation.lifecycle.Secret;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// [Catalogs] as one line of JSON, secrets in the clear: for the pipe between server and worker
/// only.
public final class CatalogsCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CatalogsCodec() {}

  public static String encode(Catalogs catalogs) {
    ObjectNode node = JSON.createObjectNode();
    node.set("metadata", metadata(catalogs.metadata()));
    var databases = node.putArray("databases");
    for (ManagedDatabase database : catalogs.databases()) {
      ObjectNode entry = databases.addObject();
      entry.put("name", database.name());
      entry.put("metadataSchema", database.metadataSchema());
      entry.put("dataPath", database.dataPath());
      entry.set("owner", login(database.owner()));
      entry.set("reader", login(database.reader()));
    }
    return node.toString();
  }

  private static ObjectNode metadata(MetadataServer server) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("host", server.host())
            .put("port", server.port())
            .put("database", server.database())
            .put("tls", server.tls().mode().name());
    server.tls().rootCertificate().ifPresent(file -> node.put("rootCertificate", file));
    return node;
  }

  private static ObjectNode login(ManagedDatabase.Login login) {
    return JSON.createObjectNode()
        .put("role", login.role())
        .put("password", login.password().value());
  }

  /// @throws IllegalArgumentException when the line is not what [#encode] writes; its message holds
  ///   nothing of the line
  public static Catalogs decode(String line) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("malformed catalogs at " + malformed.getLocation());
    }
    List<ManagedDatabase> databases = new ArrayList<>();
    for (JsonNode entry : node.required("databases")) {
      databases.add(
          new ManagedDatabase(
              entry.required("name").asText(),
              entry.required("metadataSchema").asText(),
              entry.required("dataPath").asText(),
              login(entry.required("owner")),
              login(entry.required("reader"))));
    }
    return new Catalogs(metadata(node.required("metadata")), databases);
  }

  private static MetadataServer metadata(JsonNode node) {
    return new MetadataServer(
        node.required("host").asText(),
        node.required("port").asInt(),
        node.required("database").asText(),
        new PostgresTls(
            PostgresTls.Mode.valueOf(node.required("tls").asText()),
            Optional.ofNullable(node.get("rootCertificate")).map(JsonNode::asText)));
  }

  private static ManagedDatabase.Login login(JsonNode node) {
    return new ManagedDatabase.Login(
        node.required("role").asText(), new Secret(node.required("password").asText()));
  }
}
