package ai.altertable.gateway.route;

import ai.altertable.gateway.route.RouteMatch.Missing;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The table of routes. Whether there is something at a path is no secret, so it is said before
/// anybody is asked for credentials.
public final class Routes {
  private static final Missing MISSING = new Missing();

  private final Map<String, Route> byPattern;

  private Routes(List<Route> routes) {
    this.byPattern = routes.stream().collect(Collectors.toMap(Route::pattern, Function.identity()));
  }

  public static Routes of(StatusPages status, OperatorPage metrics) {
    return new Routes(
        List.of(
            Route.page("/", status::root),
            Route.page("/health", status::health),
            Route.page("/ready", status::ready),
            Route.operator("/metrics", metrics),
            Route.worker("/query", HttpMethod.POST),
            Route.worker("/query/*", HttpMethod.GET, HttpMethod.DELETE),
            Route.worker("/upload", HttpMethod.POST)));
  }

  /// @param path as sent, without query
  public RouteMatch match(HttpMethod method, String path) {
    @Nullable Route route = byPattern.get(path);
    if (route == null) {
      int name = path.lastIndexOf('/') + 1;
      route = name < path.length() ? byPattern.get(path.substring(0, name) + "*") : null;
    }
    return route == null ? MISSING : route.match(method);
  }
}
