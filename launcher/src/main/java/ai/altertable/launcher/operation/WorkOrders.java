package ai.altertable.launcher.operation;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.admin.Orders;
import ai.altertable.launcher.worker.WorkerLink;
import ai.altertable.rest.operation.Operations;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The queries and sessions of all workers. Their texts are shown to who asks, and never logged.
///
/// ```
///   GET  /queries           {"found":[…],"silent":{…}}   found: as a worker's /platform/queries, with
///                                                        "worker"; silent: by worker, why it has not
///                                                        answered
///   POST /queries/end       {"id":…,"user":…}            user: where several have something of this
///                                                        id; answers {"ended":…}, false: it takes a
///                                                        while
///   GET  /sessions
///   POST /sessions/end      {"id":…,"user":…}
/// ```
public final class WorkOrders implements Orders {
  private static final Logger LOG = LoggerFactory.getLogger(WorkOrders.class);

  /// A worker waits with its answer until what it ends has ended.
  private static final Duration PATIENCE = Operations.ENDING_MAX.plusSeconds(5);

  private enum Kind {
    QUERY("query", "queries", ErrorCode.QUERY_NOT_FOUND),
    SESSION("session", "sessions", ErrorCode.OBJECT_NOT_FOUND);

    private final String word;
    private final String path;
    private final ErrorCode missing;

    Kind(String word, String segment, ErrorCode missing) {
      this.word = word;
      this.path = "/platform/" + segment;
      this.missing = missing;
    }
  }

  private final FleetLinks workers;

  public WorkOrders(FleetLinks workers) {
    this.workers = workers;
  }

  @Override
  public String obey(String order, JsonNode body) {
    return switch (order) {
      case "GET /queries" -> list(Kind.QUERY);
      case "POST /queries/end" -> end(Kind.QUERY, body);
      case "GET /sessions" -> list(Kind.SESSION);
      case "POST /sessions/end" -> end(Kind.SESSION, body);
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    };
  }

  private String list(Kind kind) {
    FleetLinks.Answers answers = workers.ask(kind.path);
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode found = all.putArray("found");
    answers
        .told()
        .forEach((worker, told) ->
            told.forEach(one -> found.add(((ObjectNode) one).put("worker", worker.slug()))));
    ObjectNode silent = all.putObject("silent");
    answers.silent().forEach(silent::put);
    return all.toString();
  }

  /// At the one worker that has it. Ids are clients' own, so that more than one may.
  private String end(Kind kind, JsonNode body) {
    FleetLinks.Answers answers = workers.ask(kind.path);
    Map<WorkerLink, Set<String>> holders = holders(answers, body);
    if (holders.isEmpty()) {
      throw missing(kind, body, answers.silent());
    }
    Set<String> users = new HashSet<>();
    holders.values().forEach(users::addAll);
    if (users.size() > 1) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER,
          "%d users have a %s %s; say whose with --user"
              .formatted(users.size(), kind.word, printable(body)));
    }
    boolean ended = true;
    for (WorkerLink worker : holders.keySet()) {
      ended &= end(kind, worker, body);
    }
    return JsonNodeFactory.instance.objectNode().put("ended", ended).toString();
  }

  /// Who has what is meant, and whose it is there.
  private static Map<WorkerLink, Set<String>> holders(FleetLinks.Answers answers, JsonNode body) {
    String id = body.path("id").asText();
    Map<WorkerLink, Set<String>> holders = new HashMap<>();
    answers
        .told()
        .forEach((worker, told) -> {
          for (JsonNode one : told) {
            String user = one.path("user").asText();
            if (one.path("id").asText().equals(id)
                && (!body.has("user") || body.path("user").asText().equals(user))) {
              holders.computeIfAbsent(worker, _ -> new HashSet<>()).add(user);
            }
          }
        });
    return holders;
  }

  private static PlatformException missing(Kind kind, JsonNode body, Map<String, String> silent) {
    String none = "no %s %s is there; it may have ended".formatted(kind.word, printable(body));
    return silent.isEmpty()
        ? new PlatformException(kind.missing, none)
        : new PlatformException(
            ErrorCode.WORKER_UNAVAILABLE,
            "%s, or be at a worker that does not answer: %s"
                .formatted(none, String.join("; ", List.copyOf(silent.values()))));
  }

  private static boolean end(Kind kind, WorkerLink worker, JsonNode body) {
    boolean ended =
        FleetLinks.answered(worker, () -> worker.post(kind.path, body.toString(), PATIENCE))
            .path("ended")
            .asBoolean();
    LOG.info(
        "{} {} at {} {}, by command",
        kind.word,
        printable(body),
        worker.slug(),
        ended ? "is ended" : "is told to end, and has not yet");
    return ended;
  }

  /// Session ids are clients' own words.
  private static String printable(JsonNode body) {
    return body.path("id").asText().replaceAll("[^\\w.:-]", "?");
  }
}
