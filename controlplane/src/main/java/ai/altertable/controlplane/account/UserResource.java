package ai.altertable.controlplane.account;

import ai.altertable.controlplane.account.Principals.Found;
import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/// Users, as other operations need their ids. The platform keeps no addresses: the name by which a
/// user logs in is its e-mail address as well.
public record UserResource(Transactions transactions) {
  public List<Route> routes() {
    return List.of(
        Route.of("GET", "/users/lookup", Audience.ADMINISTRATORS, this::lookup).withInvalid(400),
        Route.of("GET", "/users/{id}", Audience.ADMINISTRATORS, this::show));
  }

  private Answer lookup(Call call) {
    String email =
        call.parameter("email")
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.INVALID_PARAMETER, "the query parameter email is missing"));
    return answer(
        transactions.call(
            handle -> Principals.requireUser(handle, call.caller().organization(), email)));
  }

  private Answer show(Call call) {
    return answer(
        transactions.call(handle ->
            Principals.require(handle, call.caller().organization(), Kind.USER, call.path("id"))));
  }

  private static Answer answer(Found user) {
    return Answer.of(
        200,
        "user",
        JsonNodeFactory.instance
            .objectNode()
            .put("id", user.id().toString())
            .put("email", user.name())
            .put("name", user.name()));
  }
}
