package ai.altertable.controlplane.management;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.JsonObject;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.environment.Environments;
import ai.altertable.controlplane.management.EnrollmentTokens.Issued;
import ai.altertable.controlplane.management.EnrollmentTokens.Request;
import ai.altertable.controlplane.management.EnrollmentTokens.Token;
import ai.altertable.foundation.fleet.Member;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// The tokens by which workers and gateways enrol.
record EnrollmentTokenResource(EnrollmentTokens tokens, Environments environments) {
  private static final String ALL = "/enrollment_tokens";
  private static final String ONE = "/enrollment_tokens/{id}";
  private static final int LABEL_MAX = 255;
  private static final int SLUG_MAX = 63;
  private static final int SECONDS_MAX = 30 * 24 * 3600;
  private static final int SECONDS_USUAL = 3600;

  List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Audience.ADMINISTRATORS, this::list),
        Route.of("POST", ALL, Audience.ADMINISTRATORS, this::issue),
        Route.of("DELETE", ONE, Audience.ADMINISTRATORS, this::revoke));
  }

  private Answer list(Call call) {
    return Answer.list(
        "enrollment_tokens",
        tokens.list(call.caller().organization()),
        EnrollmentTokenResource::json);
  }

  private Answer issue(Call call) throws IOException {
    Issued issued =
        tokens.issue(
            call.caller().organization(), request(call, call.body()), call.caller().principal());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("enrollment_token", json(issued.token()));
    return Answer.of(201, answer.put("token", issued.text().value()));
  }

  private Request request(Call call, JsonObject body) {
    String kind = body.line("kind", SLUG_MAX).orElse("worker");
    Optional<UUID> environment =
        body.line("environment_id", SLUG_MAX)
            .map(text -> environments.require(call.caller().organization(), new Ref(text)).id());
    Member.Kind wanted =
        switch (kind) {
          case "worker" -> Member.Kind.WORKER;
          case "gateway" -> Member.Kind.GATEWAY;
          default -> throw body.refuse("kind", "must be worker or gateway");
        };
    if (environment.isPresent() != (wanted == Member.Kind.WORKER)) {
      throw body.refuse("environment_id", "must be given for a worker, and is not for a gateway");
    }
    Optional<String> slug = body.line("slug", SLUG_MAX).filter(text -> !text.isBlank());
    slug.filter(text -> new Ref(text).slug().isEmpty())
        .ifPresent(_ -> {
          throw body.refuse("slug", "must be lower-case letters, digits and -");
        });
    int seconds = body.count("expires_in_seconds").orElse(SECONDS_USUAL);
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw body.refuse("expires_in_seconds", "must be 1 to " + SECONDS_MAX);
    }
    String label = body.line("label", LABEL_MAX).orElse("");
    return new Request(wanted, environment, slug, label, Duration.ofSeconds(seconds));
  }

  private Answer revoke(Call call) {
    Ref ref = call.path("id");
    UUID id = ref.id().orElseThrow(() -> Call.notFound("enrollment token", ref));
    if (!tokens.revoke(call.caller().organization(), id, call.caller().principal())) {
      throw Call.notFound("enrollment token", ref);
    }
    return Answer.nothing();
  }

  private static ObjectNode json(Token token) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", token.id().toString())
        .put("kind", token.kind().name().toLowerCase(Locale.ROOT))
        .put("environment_id", token.environment().map(UUID::toString).orElse(null))
        .put("slug", token.slug().orElse(null))
        .put("label", token.label())
        .put("created_at", token.created().toString())
        .put("expires_at", token.expires().toString())
        .put("redeemed_at", token.redeemed().map(Instant::toString).orElse(null));
  }
}
