package ai.altertable.controlplane.account;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.JsonObject;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.role.AssignedRole;
import ai.altertable.controlplane.role.Rights;
import ai.altertable.controlplane.role.RoleAssignment;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// What roles users and service accounts have.
public record RoleResource(Roles roles) {
  public List<Route> routes() {
    return Stream.concat(
            routes("/users/{id}/role_assignments", Kind.USER),
            routes("/service_accounts/{id}/role_assignments", Kind.SERVICE_ACCOUNT))
        .toList();
  }

  private Stream<Route> routes(String path, Kind kind) {
    return Stream.of(
        Route.of("GET", path, Audience.ADMINISTRATORS, call -> list(call, kind)),
        Route.of("PUT", path, Audience.ADMINISTRATORS, call -> replace(call, kind)));
  }

  private Answer list(Call call, Kind kind) {
    return answer(roles.rights(call.caller().organization(), kind, call.path("id")));
  }

  private Answer replace(Call call, Kind kind) throws IOException {
    List<RoleAssignment> wanted =
        call.body().requiredObjects("roles").stream().map(RoleResource::read).toList();
    return answer(roles.replace(call.caller().organization(), kind, call.path("id"), wanted));
  }

  private static RoleAssignment read(JsonObject input) {
    String word = input.requiredLine("role", 64);
    AssignedRole role =
        AssignedRole.find(word).orElseThrow(() -> input.refuse("role", "is no role"));
    input
        .text("resource_kind", 64)
        .filter(kind -> !kind.equals(role.kind().word()))
        .ifPresent(_ -> {
          throw input.refuse("resource_kind", "must be " + role.kind().word() + " for " + word);
        });
    UUID resource =
        new Ref(input.requiredLine("resource_id", 64))
            .id()
            .orElseThrow(() -> input.refuse("resource_id", "must be a UUID"));
    return new RoleAssignment(role, resource);
  }

  private static Answer answer(Rights rights) {
    return Answer.list(
        "role_assignments",
        rights.assignments(),
        one ->
            JsonNodeFactory.instance
                .objectNode()
                .put("role", one.role().word())
                .put("resource_kind", one.role().kind().word())
                .put("resource_id", one.resource().toString()));
  }
}
