package ai.altertable.foundation.identity;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// An [Authentication] as JSON, as the control plane answers gateways. A rejection is `{}`.
public final class AuthenticationCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuthenticationCodec() {}

  public static String encode(Authentication answer) {
    ObjectNode node = JSON.createObjectNode();
    if (answer instanceof Authenticated who) {
      node.put("principal", who.principal().id().toString());
      node.put("name", who.principal().name());
      node.put("revision", who.revision());
      node.put("environment", who.environment().id().toString());
      node.put("slug", who.environment().slug());
      node.put("administrator", who.administrator());
      ObjectNode access = node.putObject("access");
      who.access().forEach((catalog, right) -> access.put(catalog, right.name()));
      who.defaultCatalog().ifPresent(catalog -> node.put("catalog", catalog));
    }
    return node.toString();
  }

  /// @throws IllegalArgumentException when the text is not what [#encode] writes; its message holds
  ///   nothing of the text
  public static Authentication decode(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("no JSON");
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException("no JSON object");
    }
    return node.isEmpty() ? new Rejected() : authenticated(node);
  }

  private static Authenticated authenticated(JsonNode node) {
    Map<String, Access> access = new LinkedHashMap<>();
    node.required("access")
        .properties()
        .forEach(right -> access.put(right.getKey(), Access.valueOf(right.getValue().asText())));
    return new Authenticated(
        new Principal(id(node, "principal"), node.required("name").asText()),
        node.required("revision").longValue(),
        new Environment(id(node, "environment"), node.required("slug").asText()),
        node.required("administrator").booleanValue(),
        access,
        Optional.ofNullable(node.get("catalog")).map(JsonNode::asText));
  }

  private static UUID id(JsonNode node, String name) {
    return UUID.fromString(node.required(name).asText());
  }
}
