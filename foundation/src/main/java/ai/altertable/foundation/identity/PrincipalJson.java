package ai.altertable.foundation.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Who a principal is and what it may touch, as members of a JSON object.
///
/// ```
///   {"principal": ID, "name": …, "revision": …, "environment": ID, "slug": …,
///    "access": {CATALOG: "READ" or "WRITE"}, "catalog": the default one}
/// ```
final class PrincipalJson {
  private PrincipalJson() {}

  static void put(
      ObjectNode node,
      Principal principal,
      long revision,
      Environment environment,
      Map<String, Access> access,
      Optional<String> defaultCatalog) {
    node.put("principal", principal.id().toString());
    node.put("name", principal.name());
    node.put("revision", revision);
    node.put("environment", environment.id().toString());
    node.put("slug", environment.slug());
    ObjectNode rights = node.putObject("access");
    access.forEach((catalog, right) -> rights.put(catalog, right.name()));
    defaultCatalog.ifPresent(catalog -> node.put("catalog", catalog));
  }

  static Principal principal(JsonNode node) {
    return new Principal(id(node, "principal"), node.required("name").asText());
  }

  static long revision(JsonNode node) {
    return node.required("revision").asLong();
  }

  static Environment environment(JsonNode node) {
    return new Environment(id(node, "environment"), node.required("slug").asText());
  }

  static Map<String, Access> access(JsonNode node) {
    Map<String, Access> access = new LinkedHashMap<>();
    node.required("access")
        .properties()
        .forEach(right -> access.put(right.getKey(), Access.valueOf(right.getValue().asText())));
    return access;
  }

  static Optional<String> defaultCatalog(JsonNode node) {
    return Optional.ofNullable(node.get("catalog")).map(JsonNode::asText);
  }

  private static UUID id(JsonNode node, String name) {
    return UUID.fromString(node.required(name).asText());
  }
}
