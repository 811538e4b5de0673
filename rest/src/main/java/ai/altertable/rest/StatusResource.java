package ai.altertable.rest;

import ai.altertable.rest.call.Call;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/// What anybody may ask without credentials: who is there, is it alive, can it serve.
final class StatusResource {
  private final Readiness readiness;
  private final String workerSlug;

  StatusResource(Readiness readiness, String workerSlug) {
    this.readiness = readiness;
    this.workerSlug = workerSlug;
  }

  void root(Call call) throws IOException {
    call.answer(200, object().put("service", "altertable").put("worker_slug", workerSlug));
  }

  void health(Call call) throws IOException {
    call.answer(200, object().put("status", "ok"));
  }

  void ready(Call call) throws IOException {
    Optional<String> obstacle = readiness.obstacle();
    if (obstacle.isEmpty()) {
      call.answer(200, object().put("status", "ready"));
    } else {
      call.answer(503, object().put("status", "not ready").put("reason", obstacle.get()));
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
