package ai.altertable.rest.operation;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.JsonObject;
import ai.altertable.rest.call.Resource;
import java.io.IOException;
import java.util.Map;

/// The resources below `/platform/`, each for the server itself only:
///
/// ```
///   GET  metrics
///   GET  queries     POST queries  {"id": …, "user": …}   ends it: {"ended": …}
///   GET  sessions    POST sessions {"id": …, "user": …}   ends it: {"ended": …}
///   GET  drain       POST drain    {"draining": …}
///   POST end                                           ends everything
/// ```
public final class OperationResources {
  private static final DataSize BODY_MAX = DataSize.ofMebibytes(1);

  private OperationResources() {}

  /// By the last segment of the path, then by method.
  public static Map<String, Map<String, Resource>> of(Operations worker) {
    return Map.of(
        "metrics",
        Map.of("GET", forServer(call -> call.answer(worker.metrics()))),
        "drain",
        Map.of(
            "GET", forServer(call -> call.answer(OperationJson.drain(worker.drainState()))),
            "POST", order(call -> worker.drain(isDraining(call)))),
        "end",
        Map.of("POST", order(_ -> worker.endEverything())),
        "queries",
        Map.of(
            "GET", forServer(call -> call.answer(OperationJson.work(worker.work()))),
            "POST",
                forServer(call -> call.answer(OperationJson.ended(worker.endWork(target(call)))))),
        "sessions",
        Map.of(
            "GET",
            forServer(call -> call.answer(OperationJson.sessions(worker.sessions()))),
            "POST",
            forServer(call -> call.answer(OperationJson.ended(worker.endSession(target(call)))))));
  }

  private static Resource order(Resource resource) {
    return forServer(call -> {
      resource.handle(call);
      call.answer("{}");
    });
  }

  private static Resource forServer(Resource resource) {
    return call -> {
      call.requirePlatform();
      resource.handle(call);
    };
  }

  private static boolean isDraining(Call call) throws IOException {
    return JsonObject.read(call.exchange(), BODY_MAX)
        .flag("draining")
        .orElseThrow(() ->
            new PlatformException(ErrorCode.INVALID_REQUEST, "the member 'draining' is missing"));
  }

  private static Target target(Call call) throws IOException {
    JsonObject body = JsonObject.read(call.exchange(), BODY_MAX);
    String id =
        body.text("id")
            .orElseThrow(() ->
                new PlatformException(ErrorCode.INVALID_REQUEST, "the member 'id' is missing"));
    return new Target(id, body.text("user"));
  }
}
