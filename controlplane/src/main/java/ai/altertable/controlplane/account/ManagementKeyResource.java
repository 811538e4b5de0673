package ai.altertable.controlplane.account;

import ai.altertable.controlplane.account.ManagementKeys.Issued;
import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Route;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The keys by which programs call the management API as a user or a service account.
public record ManagementKeyResource(ManagementKeys keys) {
  public List<Route> routes() {
    return Stream.concat(
            routes("/users/{principal_id}", Kind.USER),
            routes("/service_accounts/{principal_id}", Kind.SERVICE_ACCOUNT))
        .toList();
  }

  private Stream<Route> routes(String principal, Kind kind) {
    String all = principal + "/management_keys";
    return Stream.of(
        Route.of("GET", all, Audience.ADMINISTRATORS, call -> list(call, kind)),
        Route.of("POST", all, Audience.ADMINISTRATORS, call -> issue(call, kind)),
        Route.of("DELETE", all + "/{id}", Audience.ADMINISTRATORS, call -> revoke(call, kind)));
  }

  private Answer list(Call call, Kind kind) {
    return Answer.list(
        "management_keys",
        keys.list(call.caller().organization(), kind, call.path("principal_id")),
        ManagementKeyResource::json);
  }

  private Answer issue(Call call, Kind kind) {
    Issued issued = keys.issue(call.caller().organization(), kind, call.path("principal_id"));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("management_key", json(issued.entry()));
    return Answer.of(201, answer.put("key", issued.key().value()));
  }

  private Answer revoke(Call call, Kind kind) {
    keys.revoke(call.caller().organization(), kind, call.path("principal_id"), call.path("id"));
    return Answer.nothing();
  }

  private static ObjectNode json(ManagementKeyEntry entry) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", entry.id().toString())
        .put("prefix", entry.prefix())
        .put("active", entry.revoked().isEmpty())
        .put("created_at", entry.created().toString())
        .put("last_used_at", entry.used().map(Instant::toString).orElse(null))
        .put("revoked_at", entry.revoked().map(Instant::toString).orElse(null));
  }
}
