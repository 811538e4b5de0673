package ai.altertable.controlplane.account;

import ai.altertable.controlplane.account.Credentials.Issued;
import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.JsonObject;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.environment.Environments;
import ai.altertable.foundation.identity.Environment;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Names and passwords by which users and service accounts enter an environment.
public record CredentialResource(
    InstantSource clock, Environments environments, Credentials credentials) {
  private static final int LABEL_MAX = 255;

  public List<Route> routes() {
    return Stream.concat(
            routes("/users/{principal_id}", Kind.USER),
            routes("/service_accounts/{principal_id}", Kind.SERVICE_ACCOUNT))
        .toList();
  }

  private Stream<Route> routes(String principal, Kind kind) {
    String all = principal + "/environments/{environment_id}/credentials";
    String one = all + "/{id}";
    return Stream.of(
        Route.of("POST", all, Audience.ADMINISTRATORS, call -> issue(call, kind)),
        Route.of("GET", one, Audience.ADMINISTRATORS, call -> show(call, kind)),
        Route.of("DELETE", one, Audience.ADMINISTRATORS, call -> revoke(call, kind)));
  }

  private Environment environment(Call call) {
    return environments.require(call.caller().organization(), call.path("environment_id"));
  }

  private Answer issue(Call call, Kind kind) throws IOException {
    Environment environment = environment(call);
    JsonObject body = call.body();
    Optional<Instant> expires = body.instant("expires_at");
    expires
        .filter(moment -> !moment.isAfter(clock.instant()))
        .ifPresent(_ -> {
          throw body.refuse("expires_at", "must be in the future");
        });
    String label =
        body.line("label", LABEL_MAX).filter(text -> !text.isBlank()).orElse("credential");
    Issued issued =
        credentials.issue(
            call.caller().organization(),
            kind,
            call.path("principal_id"),
            environment,
            label,
            expires);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("credential", json(issued.credential()));
    return Answer.of(201, answer.put("password", issued.password().value()));
  }

  private Answer show(Call call, Kind kind) {
    return Answer.of(
        200,
        "credential",
        json(
            credentials.require(
                call.caller().organization(),
                kind,
                call.path("principal_id"),
                environment(call),
                call.path("id"))));
  }

  private Answer revoke(Call call, Kind kind) {
    credentials.revoke(
        call.caller().organization(),
        kind,
        call.path("principal_id"),
        environment(call),
        call.path("id"));
    return Answer.nothing();
  }

  private ObjectNode json(CredentialEntry entry) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", entry.id().toString())
        .put("label", entry.label())
        .put("username", entry.username())
        .put("default", entry.isDefault())
        .put("active", entry.isActive(clock.instant()))
        .put("environment_id", entry.environment().toString())
        .put("created_at", entry.created().toString())
        .put("expires_at", entry.expires().map(Instant::toString).orElse(null))
        .putNull("revoked_at")
        .put("last_rotated_at", entry.rotated().toString());
  }
}
