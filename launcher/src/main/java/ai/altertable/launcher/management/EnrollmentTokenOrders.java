package ai.altertable.launcher.management;

import ai.altertable.controlplane.management.EnrollmentTokens;
import ai.altertable.controlplane.management.EnrollmentTokens.Issued;
import ai.altertable.controlplane.management.EnrollmentTokens.Request;
import ai.altertable.controlplane.management.EnrollmentTokens.Token;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.launcher.admin.Orders;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Enrollment tokens, for `altertable token`.
///
/// ```
///   GET  /tokens                                          [{"id":…,"kind":…,"expires":…,"redeemed":…,…}]
///   POST /tokens/create  {"kind":…,"environment":…,"slug":…,"label":…,"seconds":…}   {"token":…,…}
///   POST /tokens/revoke  {"id":…}                         answers as GET
/// ```
public final class EnrollmentTokenOrders implements Orders {
  private final Places places;
  private final EnrollmentTokens tokens;

  public EnrollmentTokenOrders(Tenants tenants, EnrollmentTokens tokens) {
    this.places = new Places(tenants);
    this.tokens = tokens;
  }

  @Override
  public String obey(String order, JsonNode body) {
    return switch (order) {
      case "GET /tokens" -> list();
      case "POST /tokens/create" -> create(body);
      case "POST /tokens/revoke" -> revoke(body);
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    };
  }

  private String create(JsonNode order) {
    Member.Kind kind =
        switch (order.path("kind").asText()) {
          case "worker" -> Member.Kind.WORKER;
          case "gateway" -> Member.Kind.GATEWAY;
          default ->
              throw new PlatformException(
                  ErrorCode.INVALID_PARAMETER, "a token is for a worker or a gateway");
        };
    Optional<UUID> environment =
        switch (kind) {
          case WORKER -> Optional.of(places.environment(order).id());
          case GATEWAY -> Optional.empty();
        };
    Issued issued =
        tokens.issue(
            places.organization().id(),
            new Request(
                kind,
                environment,
                Optional.of(order.path("slug").asText()).filter(slug -> !slug.isEmpty()),
                order.path("label").asText(),
                Duration.ofSeconds(order.path("seconds").asInt())),
            Principal.PLATFORM.id());
    return json(issued.token()).put("token", issued.text().value()).toString();
  }

  private String revoke(JsonNode order) {
    String id = order.path("id").asText();
    if (!tokens.revoke(places.organization().id(), uuid(id), Principal.PLATFORM.id())) {
      throw missing(id);
    }
    return list();
  }

  private static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException _) {
      throw missing(id);
    }
  }

  private static PlatformException missing(String id) {
    return new PlatformException(
        ErrorCode.OBJECT_NOT_FOUND, "there is no enrollment token '" + id + "'");
  }

  private String list() {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    tokens.list(places.organization().id()).forEach(token -> all.add(json(token)));
    return all.toString();
  }

  private ObjectNode json(Token token) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", token.id().toString())
        .put("kind", token.kind().name().toLowerCase(Locale.ROOT))
        .put("environment", token.environment().map(this::slug).orElse(""))
        .put("slug", token.slug().orElse(""))
        .put("label", token.label())
        .put("expires", token.expires().toString())
        .put("redeemed", token.redeemed().isPresent());
  }

  private String slug(UUID environment) {
    return places.environments().stream()
        .filter(known -> known.id().equals(environment))
        .map(Environment::slug)
        .findFirst()
        .orElse(environment.toString());
  }
}
