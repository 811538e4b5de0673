package ai.altertable.launcher.operation;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.admin.Orders;
import ai.altertable.launcher.worker.WorkerLink;
import ai.altertable.rest.operation.Operations;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queries and sessions of all workers. Their texts are shown to who asks, and never logged.
///
/// ```
///   GET  /queries                                  as a worker's /platform/queries, with "worker"
///   POST /queries/end     {"id":…,"user":…}        user: where several have something of this id;
///                                                  answers {"ended":…}, false: it takes a while
///   GET  /sessions
///   POST /sessions/end    {"id":…,"user":…}
/// ```
public final class WorkOrders implements Orders {
  private static final Logger LOG = LoggerFactory.getLogger(WorkOrders.class);

  /// A worker waits with its answer until what it ends has ended.
  private static final Duration PATIENCE = Operations.ENDING_MAX.plusSeconds(5);

  private final Supplier<List<WorkerLink>> workers;

  public WorkOrders(Supplier<List<WorkerLink>> workers) {
    this.workers = workers;
  }

  @Override
  public String obey(String order, JsonNode body) {
    return switch (order) {
      case "GET /queries" -> list("queries");
      case "POST /queries/end" -> end("queries", body);
      case "GET /sessions" -> list("sessions");
      case "POST /sessions/end" -> end("sessions", body);
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    };
  }

  private String list(String what) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (WorkerLink worker : workers.get()) {
      for (JsonNode one : ask(worker, () -> AdminClient.result(worker.get("/platform/" + what)))) {
        all.add(((ObjectNode) one).put("worker", worker.slug()));
      }
    }
    return all.toString();
  }

  /// At whatever worker has it.
  private String end(String what, JsonNode body) {
    Optional<PlatformException> missing = Optional.empty();
    for (WorkerLink worker : workers.get()) {
      try {
        JsonNode outcome =
            ask(
                worker,
                () ->
                    AdminClient.result(
                        worker.post("/platform/" + what, body.toString(), PATIENCE)));
        LOG.info(
            "{} {} at {} {}, by command",
            what,
            printable(body),
            worker.slug(),
            outcome.path("ended").asBoolean() ? "is ended" : "is told to end, and has not yet");
        return outcome.toString();
      } catch (PlatformException failure) {
        if (failure.code().kind() != ErrorKind.NOT_FOUND) {
          throw failure;
        }
        missing = Optional.of(failure);
      }
    }
    throw missing.orElseGet(
        () -> new PlatformException(ErrorCode.WORKER_UNAVAILABLE, "there is no worker"));
  }

  /// Session ids are clients' own words.
  private static String printable(JsonNode body) {
    return body.path("id").asText().replaceAll("[^\\w.:-]", "?");
  }

  @FunctionalInterface
  private interface Question {
    JsonNode ask() throws IOException;
  }

  private static JsonNode ask(WorkerLink worker, Question question) {
    try {
      return question.ask();
    } catch (JsonProcessingException malformed) {
      throw new PlatformException(
          ErrorCode.INTERNAL, "worker " + worker.slug() + " does not answer in JSON", malformed);
    } catch (IOException failure) {
      throw new PlatformException(
          ErrorCode.WORKER_UNAVAILABLE,
          "worker %s cannot be asked: %s".formatted(worker.slug(), failure.getMessage()),
          failure);
    }
  }
}
