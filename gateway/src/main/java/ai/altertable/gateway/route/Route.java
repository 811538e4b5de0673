package ai.altertable.gateway.route;

import ai.altertable.gateway.answer.WholeAnswer;
import ai.altertable.gateway.route.Destination.Operator;
import ai.altertable.gateway.route.Destination.Page;
import ai.altertable.gateway.route.RouteMatch.Found;
import ai.altertable.gateway.route.RouteMatch.WrongMethod;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One line of the table of routes.
final class Route {
  private final String pattern;
  private final Map<HttpMethod, Found> methods;
  private final WrongMethod otherMethod;

  private Route(String pattern, Destination destination, List<HttpMethod> methods) {
    this.pattern = pattern;
    Found found = new Found(pattern.replace("*", "{id}"), destination);
    this.methods =
        new TreeMap<>(methods.stream().collect(Collectors.toMap(Function.identity(), _ -> found)));
    this.otherMethod =
        new WrongMethod(
            this.methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", ")));
  }

  /// To be read by anybody.
  static Route page(String pattern, Supplier<WholeAnswer> answer) {
    return new Route(pattern, new Page(answer), List.of(HttpMethod.GET, HttpMethod.HEAD));
  }

  /// To be read by administrators.
  static Route operator(String pattern, OperatorPage page) {
    return new Route(pattern, new Operator(page), List.of(HttpMethod.GET));
  }

  static Route to(Destination destination, String pattern, HttpMethod... methods) {
    return new Route(pattern, destination, List.of(methods));
  }

  /// A path; its last segment may be `*`, which stands for any text, or `**`, for any path.
  String pattern() {
    return pattern;
  }

  RouteMatch match(HttpMethod method) {
    @Nullable Found found = methods.get(method);
    return found == null ? otherMethod : found;
  }
}
