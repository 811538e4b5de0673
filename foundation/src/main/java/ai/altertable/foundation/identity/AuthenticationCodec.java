package ai.altertable.foundation.identity;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An [Authentication] as JSON, as the control plane answers gateways. A rejection is `{}`.
public final class AuthenticationCodec {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuthenticationCodec() {}

  public static String encode(Authentication answer) {
    ObjectNode node = JSON.createObjectNode();
    if (answer instanceof Authenticated who) {
      PrincipalJson.put(
          node,
          who.principal(),
          who.revision(),
          who.environment(),
          who.access(),
          who.defaultCatalog());
      node.put("administrator", who.administrator());
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
    return new Authenticated(
        PrincipalJson.principal(node),
        PrincipalJson.revision(node),
        PrincipalJson.environment(node),
        node.required("administrator").booleanValue(),
        PrincipalJson.access(node),
        PrincipalJson.defaultCatalog(node));
  }
}
