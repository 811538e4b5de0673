package ai.altertable.controlplane.account;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.JsonObject;
import ai.altertable.controlplane.call.Route;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;

/// Service accounts.
public record ServiceAccountResource(ServiceAccounts accounts) {
  private static final String ALL = "/service_accounts";
  private static final String ONE = "/service_accounts/{id}";
  private static final int LABEL_MAX = 60;

  public List<Route> routes() {
    return List.of(
        Route.of("POST", ALL, Audience.ADMINISTRATORS, this::create).withInvalid(400),
        Route.of("GET", ONE, Audience.ADMINISTRATORS, this::show),
        Route.of("PATCH", ONE, Audience.ADMINISTRATORS, this::rename),
        Route.of("DELETE", ONE, Audience.ADMINISTRATORS, this::remove));
  }

  private Answer create(Call call) throws IOException {
    String label = label(call.body());
    return answer(201, accounts.create(call.caller().organization(), label));
  }

  private Answer show(Call call) {
    return answer(200, accounts.require(call.caller().organization(), call.path("id")));
  }

  private Answer rename(Call call) throws IOException {
    JsonObject body = call.body();
    return body.names("label")
        ? answer(200, accounts.rename(call.caller().organization(), call.path("id"), label(body)))
        : show(call);
  }

  private Answer remove(Call call) {
    accounts.remove(call.caller().organization(), call.path("id"));
    return Answer.nothing();
  }

  private static String label(JsonObject body) {
    return body.requiredLine("label", LABEL_MAX);
  }

  private static Answer answer(int status, ServiceAccount account) {
    return Answer.of(
        status,
        "service_account",
        JsonNodeFactory.instance
            .objectNode()
            .put("id", account.id().toString())
            .put("label", account.label())
            .put("slug", account.slug()));
  }
}
