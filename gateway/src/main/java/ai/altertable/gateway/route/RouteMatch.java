package ai.altertable.gateway.route;

/// What the table of routes says to a request.
public sealed interface RouteMatch {
  /// @param route as metrics call it
  record Found(String route, Destination destination) implements RouteMatch {}

  /// @param allowed the methods that there are, as in an `Allow` header
  record WrongMethod(String allowed) implements RouteMatch {}

  record Missing() implements RouteMatch {}
}
