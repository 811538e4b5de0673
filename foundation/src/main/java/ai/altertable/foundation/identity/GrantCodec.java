package ai.altertable.foundation.identity;

import ai.altertable.foundation.identity.Grant.Validity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A [Grant] as JSON in UTF-8, still without a signature.
final class GrantCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GrantCodec() {}

  static byte[] encode(Grant grant) {
    ObjectNode node = JSON.createObjectNode();
    node.put("principal", grant.principal().id().toString());
    node.put("name", grant.principal().name());
    node.put("revision", grant.revision());
    node.put("environment", grant.environment().id().toString());
    node.put("slug", grant.environment().slug());
    ObjectNode access = node.putObject("access");
    grant.access().forEach((catalog, right) -> access.put(catalog, right.name()));
    grant.defaultCatalog().ifPresent(catalog -> node.put("catalog", catalog));
    node.put("interface", grant.clientInterface().name());
    node.put("address", grant.clientAddress());
    node.put("worker", grant.validity().worker());
    node.put("issued", grant.validity().issued().toEpochMilli());
    node.put("expires", grant.validity().expires().toEpochMilli());
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// @throws IOException or an [IllegalArgumentException] when the bytes are not what [#encode]
  ///   writes
  static Grant decode(byte[] json) throws IOException {
    JsonNode node = JSON.readTree(json);
    Map<String, Access> access = new LinkedHashMap<>();
    node.required("access")
        .properties()
        .forEach(right -> access.put(right.getKey(), Access.valueOf(right.getValue().asText())));
    return new Grant(
        new Principal(id(node, "principal"), node.required("name").asText()),
        node.required("revision").asLong(),
        new Environment(id(node, "environment"), node.required("slug").asText()),
        access,
        Optional.ofNullable(node.get("catalog")).map(JsonNode::asText),
        ClientInterface.valueOf(node.required("interface").asText()),
        node.required("address").asText(),
        new Validity(
            node.required("worker").asText(), instant(node, "issued"), instant(node, "expires")));
  }

  private static UUID id(JsonNode node, String name) {
    return UUID.fromString(node.required(name).asText());
  }

  private static Instant instant(JsonNode node, String name) {
    return Instant.ofEpochMilli(node.required(name).asLong());
  }
}
