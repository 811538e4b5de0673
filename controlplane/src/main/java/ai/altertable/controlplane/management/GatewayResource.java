package ai.altertable.controlplane.management;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.management.Gateways.Gateway;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/// Gateways that run apart.
record GatewayResource(Gateways gateways) {
  private static final String ALL = "/gateways";
  private static final String ONE = "/gateways/{id}";

  List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Audience.ADMINISTRATORS, this::list),
        Route.of("GET", ONE, Audience.ADMINISTRATORS, this::show),
        Route.of("DELETE", ONE, Audience.ADMINISTRATORS, this::revoke));
  }

  private Gateway require(Call call) {
    Ref ref = call.path("id");
    return gateways.list(call.caller().organization()).stream()
        .filter(gateway -> ref.means(gateway.id(), gateway.slug()))
        .findFirst()
        .orElseThrow(() -> Call.notFound("gateway", ref));
  }

  private Answer list(Call call) {
    return Answer.list(
        "gateways", gateways.list(call.caller().organization()), GatewayResource::json);
  }

  private Answer show(Call call) {
    return Answer.of(200, "gateway", json(require(call)));
  }

  private Answer revoke(Call call) {
    gateways.revoke(require(call).id(), call.caller().principal());
    return Answer.nothing();
  }

  private static ObjectNode json(Gateway gateway) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", gateway.id().toString())
        .put("slug", gateway.slug())
        .put("state", gateway.state())
        .put("version", gateway.version().orElse(null))
        .put("seen_at", gateway.seen().map(Instant::toString).orElse(null))
        .put("created_at", gateway.created().toString());
  }
}
