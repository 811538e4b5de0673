package ai.altertable.controlplane.environment;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.JsonObject;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.environment.EnvironmentEntry.Place;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;

/// Environments.
///
/// @param atCreation what a new environment needs
/// @param atRemoval what goes with an environment
public record EnvironmentResource(
    Environments environments, Environments.Step atCreation, Environments.Step atRemoval) {
  private static final String ALL = "/environments";
  private static final String ONE = "/environments/{id}";
  private static final int NAME_MAX = 63;

  public List<Route> routes() {
    return List.of(
        Route.of("POST", ALL, Audience.ADMINISTRATORS, this::create),
        Route.of("GET", ONE, Audience.PRINCIPALS, this::show),
        Route.of("DELETE", ONE, Audience.ADMINISTRATORS, this::remove));
  }

  private Answer create(Call call) throws IOException {
    JsonObject body = call.body();
    String name = body.requiredLine("name", NAME_MAX);
    Place place = place(body);
    return answer(201, environments.create(call.caller().organization(), name, place, atCreation));
  }

  private static Place place(JsonObject body) {
    String provider = body.requiredLine("cloud_provider", NAME_MAX);
    String hetzner = region(body, "cloud_provider_hetzner_region", "fsn1");
    String aws = region(body, "cloud_provider_aws_region", "eu-west-1");
    return switch (provider) {
      case "hetzner" -> new Place(provider, hetzner);
      case "aws" -> new Place(provider, aws);
      default -> throw body.refuse("cloud_provider", "must be hetzner or aws");
    };
  }

  private static String region(JsonObject body, String member, String usual) {
    return body.line(member, NAME_MAX).filter(region -> !region.isBlank()).orElse(usual);
  }

  private Answer show(Call call) {
    return answer(200, environments.entry(call.caller().organization(), call.path("id")));
  }

  private Answer remove(Call call) {
    environments.remove(call.caller().organization(), call.path("id"), atRemoval);
    return Answer.nothing();
  }

  private static Answer answer(int status, EnvironmentEntry entry) {
    return Answer.of(
        status,
        "environment",
        JsonNodeFactory.instance
            .objectNode()
            .put("id", entry.environment().id().toString())
            .put("name", entry.name())
            .put("slug", entry.environment().slug())
            .put("cloud_provider", entry.place().provider())
            .put("cloud_provider_region", entry.place().region())
            .put("created_at", entry.created().toString())
            .put("updated_at", entry.updated().toString()));
  }
}
