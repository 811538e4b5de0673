package ai.altertable.controlplane.management;

import ai.altertable.controlplane.account.CredentialResource;
import ai.altertable.controlplane.account.Credentials;
import ai.altertable.controlplane.account.ManagementKeyResource;
import ai.altertable.controlplane.account.ManagementKeys;
import ai.altertable.controlplane.account.RoleResource;
import ai.altertable.controlplane.account.Roles;
import ai.altertable.controlplane.account.ServiceAccountResource;
import ai.altertable.controlplane.account.ServiceAccounts;
import ai.altertable.controlplane.account.UserResource;
import ai.altertable.controlplane.account.WhoamiResource;
import ai.altertable.controlplane.call.Answer;
import ai.altertable.controlplane.call.Audience;
import ai.altertable.controlplane.call.Call;
import ai.altertable.controlplane.call.Caller;
import ai.altertable.controlplane.call.Route;
import ai.altertable.controlplane.catalog.DatabaseResource;
import ai.altertable.controlplane.catalog.Databases;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.environment.EnvironmentResource;
import ai.altertable.controlplane.environment.Environments;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.http.BodyWriter;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The management API, `/rest/v1`: finds the operation that a request is for, lets in who may call
/// it, and answers what goes wrong. Safe for use by several threads; each request runs on one of
/// its own.
public final class ManagementApi implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementApi.class);
  private static final List<String> BASE = List.of("rest", "v1");
  private static final int RETRY_AFTER_SECONDS = 2;

  private final ManagementLogin login;
  private final List<Route> routes;

  private ManagementApi(ManagementLogin login, List<Route> routes) {
    this.login = login;
    this.routes = List.copyOf(routes);
  }

  /// What the API works on.
  public record Parts(
      Transactions transactions,
      Authenticator passwords,
      ManagementKeys keys,
      Environments environments,
      Databases databases,
      ServiceAccounts serviceAccounts,
      Credentials credentials,
      Roles roles) {}

  /// Makes the API, to be given to an [ai.altertable.http.HttpServer].
  public static ManagementApi of(
      InstantSource clock,
      Parts parts,
      Workers workers,
      Gateways gateways,
      EnrollmentTokens tokens) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(OpenApi.load().routes());
    routes.addAll(new WhoamiResource(parts.transactions()).routes());
    routes.addAll(
        new EnvironmentResource(
                parts.environments(),
                parts.credentials()::addDefaults,
                (handle, _, environment) -> parts.credentials().removeAll(handle, environment))
            .routes());
    routes.addAll(new DatabaseResource(parts.environments(), parts.databases()).routes());
    routes.addAll(new ServiceAccountResource(parts.serviceAccounts()).routes());
    routes.addAll(new UserResource(parts.transactions()).routes());
    routes.addAll(new RoleResource(parts.roles()).routes());
    routes.addAll(
        new CredentialResource(clock, parts.environments(), parts.credentials()).routes());
    routes.addAll(new ManagementKeyResource(parts.keys()).routes());
    routes.addAll(new WorkerResource(workers).routes());
    routes.addAll(new GatewayResource(gateways).routes());
    routes.addAll(new EnrollmentTokenResource(tokens, parts.environments()).routes());
    return new ManagementApi(
        new ManagementLogin(parts.keys(), parts.passwords(), parts.transactions()), routes);
  }

  List<Route> routes() {
    return routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String requestId =
        exchange.headers().first(RequestId.HEADER).map(RequestId::of).orElseGet(RequestId::random);
    List<String> path = path(exchange);
    List<Route> there = routes.stream().filter(route -> route.match(path).isPresent()).toList();
    String method = exchange.method().equals("HEAD") ? "GET" : exchange.method();
    Optional<Route> route =
        there.stream().filter(candidate -> candidate.method().equals(method)).findFirst();
    if (route.isPresent()) {
      answer(exchange, requestId, route.get());
    } else if (there.isEmpty()) {
      String message = "there is nothing at " + exchange.target().rawPath();
      fail(exchange, requestId, new PlatformException(ErrorCode.ROUTE_NOT_FOUND, message), 404);
    } else {
      refuseMethod(exchange, requestId, there);
    }
  }

  private void answer(HttpExchange exchange, String requestId, Route route) throws IOException {
    Answer answer;
    try {
      answer = route.operation().answer(call(exchange, route));
    } catch (PlatformException failure) {
      fail(exchange, requestId, failure, ManagementErrors.status(failure, route.invalid()));
      return;
    } catch (RuntimeException | Error unforeseen) {
      fail(exchange, requestId, PlatformException.from(unforeseen), 500);
      return;
    }
    Headers headers = Headers.of(RequestId.HEADER, requestId).with("cache-control", "no-store");
    if (answer.body().isPresent()) {
      exchange.respond(
          answer.status(), headers.with("content-type", answer.contentType()), answer.body().get());
    } else {
      BodyWriter nothing = _ -> {};
      exchange.respond(answer.status(), headers, nothing);
    }
  }

  private Call call(HttpExchange exchange, Route route) {
    @Nullable Caller caller = null;
    if (route.audience() != Audience.EVERYBODY) {
      caller = login.caller(exchange.headers());
      if (route.audience() == Audience.ADMINISTRATORS && !caller.rights().administrates()) {
        throw new PlatformException(
            ErrorCode.PERMISSION_DENIED,
            "only who administers the organization (organization:admin) may do this");
      }
    }
    return new Call(exchange, caller, route.match(path(exchange)).orElseThrow());
  }

  private static List<String> path(HttpExchange exchange) {
    List<String> segments = exchange.target().segments();
    boolean ours = segments.size() > BASE.size() && segments.subList(0, BASE.size()).equals(BASE);
    return ours ? segments.subList(BASE.size(), segments.size()) : List.of();
  }

  private static void refuseMethod(HttpExchange exchange, String requestId, List<Route> there)
      throws IOException {
    String allowed = String.join(", ", new TreeSet<>(there.stream().map(Route::method).toList()));
    fail(
        exchange,
        requestId,
        new PlatformException(
            ErrorCode.INVALID_REQUEST,
            exchange.target().rawPath() + " takes " + allowed + ", not " + exchange.method()),
        405,
        Headers.of("allow", allowed));
  }

  private static void fail(
      HttpExchange exchange, String requestId, PlatformException failure, int status)
      throws IOException {
    fail(exchange, requestId, failure, status, Headers.none());
  }

  private static void fail(
      HttpExchange exchange,
      String requestId,
      PlatformException failure,
      int status,
      Headers further)
      throws IOException {
    FailureLog.write(LOG, requestId, failure);
    Headers headers =
        further.with(RequestId.HEADER, requestId).with("content-type", "application/json");
    if (status == 401) {
      headers = headers.with("www-authenticate", "Bearer realm=\"altertable\"");
    } else if (status == 429 || status == 503) {
      headers = headers.with("retry-after", String.valueOf(RETRY_AFTER_SECONDS));
    }
    exchange.respond(status, headers, ManagementErrors.json(status, failure));
  }
}
