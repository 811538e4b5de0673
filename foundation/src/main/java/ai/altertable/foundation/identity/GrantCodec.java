package ai.altertable.foundation.identity;

import ai.altertable.foundation.identity.Grant.Validity;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/// A [Grant] as JSON in UTF-8, still without a signature.
final class GrantCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GrantCodec() {}

  static byte[] encode(Grant grant) {
    ObjectNode node = JSON.createObjectNode();
    PrincipalJson.put(
        node,
        grant.principal(),
        grant.revision(),
        grant.environment(),
        grant.access(),
        grant.defaultCatalog());
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
    return new Grant(
        PrincipalJson.principal(node),
        PrincipalJson.revision(node),
        PrincipalJson.environment(node),
        PrincipalJson.access(node),
        PrincipalJson.defaultCatalog(node),
        ClientInterface.valueOf(node.required("interface").asText()),
        node.required("address").asText(),
        new Validity(
            node.required("worker").asText(), instant(node, "issued"), instant(node, "expires")));
  }

  private static Instant instant(JsonNode node, String name) {
    return Instant.ofEpochMilli(node.required(name).asLong());
  }
}
