package ai.altertable.controlplane.call;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.http.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request for an operation. Belongs to the thread that handles it.
public final class Call {
  private final HttpExchange exchange;
  private final @Nullable Caller caller;
  private final Map<String, String> path;

  /// @param caller null where the operation is for [Audience#EVERYBODY]
  /// @param path what stands for the names of the route's template
  public Call(HttpExchange exchange, @Nullable Caller caller, Map<String, String> path) {
    this.exchange = exchange;
    this.caller = caller;
    this.path = Map.copyOf(path);
  }

  public Caller caller() {
    if (caller == null) {
      throw new IllegalStateException("nobody was asked who it is");
    }
    return caller;
  }

  /// What stands for a name of the route's template.
  public Ref path(String name) {
    String text = path.get(name);
    if (text == null) {
      throw new IllegalStateException("the route has no " + name);
    }
    return new Ref(text);
  }

  /// A parameter of the query string that is there and not empty.
  public Optional<String> parameter(String name) {
    return exchange.target().parameter(name).filter(value -> !value.isEmpty());
  }

  /// The body.
  ///
  /// @throws PlatformException REQUEST_TOO_LARGE, INVALID_REQUEST when it is no JSON object
  /// @throws IOException when the client cannot be read from
  public JsonObject body() throws IOException {
    return JsonObject.read(exchange);
  }

  /// What a request for something that is not there is answered, or that belongs to others.
  public static PlatformException notFound(String kind, Ref ref) {
    return new PlatformException(
        ErrorCode.OBJECT_NOT_FOUND, "there is no " + kind + " '" + ref.printable() + "'");
  }
}
