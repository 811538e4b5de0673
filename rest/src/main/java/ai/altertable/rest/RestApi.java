package ai.altertable.rest;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.rest.access.GrantCheck;
import ai.altertable.rest.access.SessionResource;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.Grants;
import ai.altertable.rest.call.Resource;
import ai.altertable.rest.operation.OperationResources;
import ai.altertable.rest.operation.Operations;
import ai.altertable.rest.query.CancelResource;
import ai.altertable.rest.query.QueryConfig;
import ai.altertable.rest.query.QueryLogResource;
import ai.altertable.rest.query.QueryResource;
import ai.altertable.rest.upload.Staging;
import ai.altertable.rest.upload.UploadResource;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The data plane's HTTP API: finds the resource that a request is for, and answers what goes
/// wrong. Safe for use by several threads; each request runs on one of its own.
public final class RestApi implements HttpHandler {
  private final Grants grants;
  private final Map<String, Resource> root;
  private final Map<String, Resource> health;
  private final Map<String, Resource> ready;
  private final Map<String, Resource> query;
  private final Map<String, Resource> queryById;
  private final Map<String, Resource> upload;
  private final Map<String, Map<String, Resource>> platform;

  private RestApi(
      Clock clock,
      GrantCheck grants,
      QueryLog log,
      Readiness readiness,
      Operations operations,
      Staging staging,
      QueryConfig config) {
    this.grants = grants;
    StatusResource status = new StatusResource(readiness, config.workerSlug());
    this.root = reading(status::root);
    this.health = reading(status::health);
    this.ready = reading(status::ready);
    this.query = Map.of("POST", new QueryResource(clock, log, config));
    this.queryById =
        new TreeMap<>(
            Map.of("GET", new QueryLogResource(clock, log), "DELETE", new CancelResource(log)));
    this.upload = Map.of("POST", new UploadResource(log, staging));
    this.platform = new TreeMap<>(OperationResources.of(operations));
    platform.put("session", Map.of("GET", new SessionResource(grants)));
  }

  /// Makes the API, to be given to an [ai.altertable.http.HttpServer].
  ///
  /// @param grants decides on requests, and opens their sessions
  /// @param operations for the server itself
  /// @throws java.io.UncheckedIOException when the staging directory cannot be used
  public static RestApi open(
      Clock clock,
      GrantCheck grants,
      QueryLog log,
      Readiness readiness,
      Operations operations,
      RestConfig config) {
    return new RestApi(
        clock, grants, log, readiness, operations, Staging.open(config.staging()), config.query());
  }

  private static Map<String, Resource> reading(Resource resource) {
    return new TreeMap<>(Map.of("GET", resource, "HEAD", resource));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Call call = new Call(exchange, grants);
    try {
      dispatch(call);
    } catch (PlatformException failure) {
      call.fail(failure);
    } catch (RuntimeException | Error unforeseen) {
      call.fail(PlatformException.from(unforeseen));
    }
  }

  private void dispatch(Call call) throws IOException {
    Map<String, Resource> methods = methods(call.exchange().target().segments());
    String method = call.exchange().method();
    Resource resource = methods.get(method);
    if (resource != null) {
      resource.handle(call);
    } else if (methods.isEmpty()) {
      throw new PlatformException(
          ErrorCode.ROUTE_NOT_FOUND, "there is nothing at " + call.exchange().target().rawPath());
    } else {
      String allowed = String.join(", ", methods.keySet());
      var failure =
          new PlatformException(
              ErrorCode.INVALID_REQUEST,
              call.exchange().target().rawPath() + " takes " + allowed + ", not " + method);
      call.fail(failure, ErrorAnswer.of(405, failure).with("allow", allowed));
    }
  }

  /// What a path offers, by method; nothing where there is no route.
  private Map<String, Resource> methods(List<String> path) {
    String first = path.isEmpty() ? "" : path.getFirst();
    return switch (path.size()) {
      case 0, 1 ->
          switch (first) {
            case "" -> root;
            case "health" -> health;
            case "ready" -> ready;
            case "query" -> query;
            case "upload" -> upload;
            default -> Map.of();
          };
      case 2 ->
          switch (first) {
            case "query" -> path.get(1).isEmpty() ? Map.of() : queryById;
            case "platform" -> platform.getOrDefault(path.get(1), Map.of());
            default -> Map.of();
          };
      default -> Map.of();
    };
  }
}
