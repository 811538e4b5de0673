package ai.altertable.launcher.operation;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.admin.Orders;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Workers that operators take out of service for a while.
///
/// ```
///   GET  /workers                     [{"worker":…,"draining":…,"running":…,"transactions":…}]
///   POST /workers/drain   {"worker":…}   all of them without a name; answers as GET
///   POST /workers/resume  {"worker":…}
/// ```
public final class DrainOrders implements Orders {
  private static final Logger LOG = LoggerFactory.getLogger(DrainOrders.class);

  private final Supplier<List<DrainedWorker>> workers;

  public DrainOrders(Supplier<List<DrainedWorker>> workers) {
    this.workers = workers;
  }

  @Override
  public String obey(String order, JsonNode body) {
    return switch (order) {
      case "GET /workers" -> describe(workers.get());
      case "POST /workers/drain" -> set(named(body), true);
      case "POST /workers/resume" -> set(named(body), false);
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    };
  }

  private List<DrainedWorker> named(JsonNode body) {
    if (!body.has("worker")) {
      return workers.get();
    }
    String name = body.path("worker").asText();
    List<DrainedWorker> found =
        workers.get().stream().filter(worker -> worker.slug().equals(name)).toList();
    if (found.isEmpty()) {
      throw new PlatformException(
          ErrorCode.OBJECT_NOT_FOUND, "there is no worker '%s'".formatted(name));
    }
    return found;
  }

  private static String set(List<DrainedWorker> named, boolean on) {
    for (DrainedWorker worker : named) {
      worker.set(on);
      LOG.info("worker {} {} by command", worker.slug(), on ? "is drained" : "is resumed");
    }
    return describe(named);
  }

  private static String describe(List<DrainedWorker> named) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (DrainedWorker worker : named) {
      all.add(((ObjectNode) worker.state()).put("worker", worker.slug()));
    }
    return all.toString();
  }
}
