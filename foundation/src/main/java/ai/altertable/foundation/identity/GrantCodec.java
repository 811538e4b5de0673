package ai.altertable.foundation.identity;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A [Grant] as text: JSON in URL-safe base64.
public final class GrantCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GrantCodec() {}

  public static String encode(Grant grant) {
    ObjectNode node = JSON.createObjectNode();
    node.put("principal", grant.principal().id().toString());
    node.put("name", grant.principal().name());
    node.put("environment", grant.environment().id().toString());
    node.put("slug", grant.environment().slug());
    ObjectNode access = node.putObject("access");
    grant.access().forEach((catalog, right) -> access.put(catalog, right.name()));
    grant.defaultCatalog().ifPresent(catalog -> node.put("catalog", catalog));
    node.put("interface", grant.clientInterface().name());
    node.put("address", grant.clientAddress());
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(node));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// @throws PlatformException INVALID_CREDENTIALS when the text is no grant
  public static Grant decode(String text) {
    try {
      return read(
          JSON.readTree(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException malformed) {
      throw new PlatformException(
          ErrorCode.INVALID_CREDENTIALS, "the request carries no valid grant", malformed);
    }
  }

  private static Grant read(JsonNode node) {
    Map<String, Access> access = new LinkedHashMap<>();
    node.required("access")
        .properties()
        .forEach(right -> access.put(right.getKey(), Access.valueOf(right.getValue().asText())));
    return new Grant(
        new Principal(
            UUID.fromString(node.required("principal").asText()), node.required("name").asText()),
        new Environment(
            UUID.fromString(node.required("environment").asText()), node.required("slug").asText()),
        access,
        Optional.ofNullable(node.get("catalog")).map(JsonNode::asText),
        ClientInterface.valueOf(node.required("interface").asText()),
        node.required("address").asText());
  }
}
