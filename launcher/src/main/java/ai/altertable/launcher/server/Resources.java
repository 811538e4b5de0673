package ai.altertable.launcher.server;

import ai.altertable.http.HttpHandler;
import java.util.Optional;

/// What the control plane's HTTP servers answer.
final class Resources {
  private static final String QUERY = "query";
  private static final String PLATFORM = "platform";

  private Resources() {}

  /// @param management answers all that the others do not
  /// @param history `/query/…`
  /// @param logins `/platform/…`, for gateways that run apart
  static HttpHandler of(HttpHandler management, HttpHandler history, Optional<HttpHandler> logins) {
    return exchange -> {
      String first = exchange.target().segments().stream().findFirst().orElse("");
      HttpHandler chosen =
          switch (first) {
            case QUERY -> history;
            case PLATFORM -> logins.orElse(management);
            default -> management;
          };
      chosen.handle(exchange);
    };
  }
}
