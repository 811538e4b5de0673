package ai.altertable.gateway.route;

import ai.altertable.gateway.answer.WholeAnswer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.function.Supplier;

/// What anybody may ask: who is there, is it alive, can it serve.
public final class StatusPages {
  private final Supplier<Optional<String>> obstacle;

  /// @param obstacle what stands in the way of serving, if anything does; must not block
  public StatusPages(Supplier<Optional<String>> obstacle) {
    this.obstacle = obstacle;
  }

  WholeAnswer root() {
    return WholeAnswer.of(HttpResponseStatus.OK, object().put("service", "altertable"));
  }

  WholeAnswer health() {
    return WholeAnswer.of(HttpResponseStatus.OK, object().put("status", "ok"));
  }

  WholeAnswer ready() {
    Optional<String> reason = obstacle.get();
    return reason.isEmpty()
        ? WholeAnswer.of(HttpResponseStatus.OK, object().put("status", "ready"))
        : WholeAnswer.of(
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            object().put("status", "not ready").put("reason", reason.get()));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
