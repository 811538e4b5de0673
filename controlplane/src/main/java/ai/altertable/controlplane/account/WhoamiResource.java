package ai.altertable.controlplane.account;

import ai.altertable.controlplane.account.Principals.Found;
import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Caller;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.tenant.Organization;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/// Tells a caller who it is.
public record WhoamiResource(Transactions transactions) {
  public List<Route> routes() {
    return List.of(Route.of("GET", "/whoami", Audience.PRINCIPALS, this::answer));
  }

  private Answer answer(Call call) {
    Caller caller = call.caller();
    return transactions.call(handle -> {
      Found found =
          handle
              .createQuery(Principals.SELECT + "where id = :id")
              .bind("id", caller.principal())
              .map(Principals.FOUND)
              .findOne()
              .orElseThrow(
                  () -> Call.notFound("principal", new Ref(caller.principal().toString())));
      Organization organization =
          handle
              .createQuery("select id, name, slug from organization where id = :id")
              .bind("id", caller.organization())
              .map((row, _) ->
                  new Organization(
                      row.getObject("id", UUID.class),
                      row.getString("name"),
                      row.getString("slug")))
              .one();
      return Answer.of(200, json(found, organization, caller.environment()));
    });
  }

  private static ObjectNode json(Found found, Organization organization, String environment) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode principal =
        body.putObject("principal")
            .put("id", found.id().toString())
            .put("type", found.kind().type())
            .put("name", found.name());
    switch (found.kind()) {
      case USER -> principal.put("email", found.name()).putNull("slug");
      case SERVICE_ACCOUNT -> principal.putNull("email").put("slug", found.slug().orElseThrow());
    }
    body.putObject("organization")
        .put("id", organization.id().toString())
        .put("name", organization.name())
        .put("slug", organization.slug());
    return body.put("authentication_scope", "management").put("environment_slug", environment);
  }
}
