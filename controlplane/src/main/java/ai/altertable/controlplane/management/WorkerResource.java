package ai.altertable.controlplane.management;

import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Ref;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.management.Workers.Worker;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Workers.
record WorkerResource(Workers workers) {
  private static final String ALL = "/workers";
  private static final String ONE = "/workers/{id}";

  List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Audience.ADMINISTRATORS, this::list),
        Route.of("GET", ONE, Audience.ADMINISTRATORS, this::show),
        Route.of("POST", ONE + "/drain", Audience.ADMINISTRATORS, call -> drain(call, true)),
        Route.of("POST", ONE + "/undrain", Audience.ADMINISTRATORS, call -> drain(call, false)),
        Route.of("DELETE", ONE, Audience.ADMINISTRATORS, this::revoke));
  }

  private Worker require(Call call) {
    Ref ref = call.path("id");
    return workers.list(call.caller().organization()).stream()
        .filter(worker -> ref.means(worker.id(), worker.slug()))
        .findFirst()
        .orElseThrow(() -> Call.notFound("worker", ref));
  }

  private Answer list(Call call) {
    return Answer.list("workers", workers.list(call.caller().organization()), WorkerResource::json);
  }

  private Answer show(Call call) {
    return Answer.of(200, "worker", json(require(call)));
  }

  private Answer drain(Call call, boolean on) {
    workers.drain(require(call).id(), on, call.caller().principal());
    return show(call);
  }

  private Answer revoke(Call call) {
    UUID worker = require(call).id();
    workers.revoke(worker, call.caller().principal());
    return Answer.nothing();
  }

  private static ObjectNode json(Worker worker) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", worker.id().toString())
            .put("slug", worker.slug())
            .put("state", worker.state())
            .put("environment_id", worker.environment().toString())
            .put("hosted", worker.hosted())
            .put("version", worker.version().orElse(null))
            .put("address", worker.address().orElse(null))
            .put("seen_at", worker.seen().map(Instant::toString).orElse(null))
            .put("created_at", worker.created().toString());
    json.putObject("load")
        .put("running", worker.load().running())
        .put("queued", worker.load().queued())
        .put("sessions", worker.load().sessions())
        .put("sessions_kept", worker.load().sessionsKept())
        .put("memory_bytes_max", worker.load().memoryBytesMax());
    return json;
  }
}
