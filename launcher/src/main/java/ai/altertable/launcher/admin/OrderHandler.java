package ai.altertable.launcher.admin;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Orders over HTTP, for [AdminClient]: a `GET` or a `POST` with a JSON body, answered by JSON with
/// status 200, or by an error as everywhere.
final class OrderHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OrderHandler.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BODY_BYTES_MAX = 64 << 10;

  private final Map<String, Orders> orders;

  /// @param orders by the first segment of their paths
  OrderHandler(Map<String, Orders> orders) {
    this.orders = Map.copyOf(orders);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      String answer = dispatch(exchange);
      exchange.respond(200, Headers.of("content-type", "application/json"), answer);
    } catch (PlatformException failure) {
      refuse(exchange, failure);
    } catch (RuntimeException unforeseen) {
      refuse(exchange, PlatformException.from(unforeseen));
    }
  }

  private static void refuse(HttpExchange exchange, PlatformException failure) throws IOException {
    String sent = exchange.headers().first(RequestId.HEADER).orElse(null);
    FailureLog.write(LOG, RequestId.of(sent), failure);
    ErrorAnswer answer = ErrorAnswer.of(failure);
    exchange.respond(
        answer.status(), Headers.of("content-type", ErrorAnswer.CONTENT_TYPE), answer.json());
  }

  private String dispatch(HttpExchange exchange) throws IOException {
    List<String> path = exchange.target().segments();
    Orders responsible = path.isEmpty() ? null : orders.get(path.getFirst());
    if (responsible == null) {
      throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    }
    return responsible.obey(exchange.method() + " " + exchange.target().rawPath(), body(exchange));
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body().readNBytes(BODY_BYTES_MAX);
    try {
      return JSON.readTree(body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException malformed) {
      // Its message repeats a part of the text, which may hold a password.
      throw new PlatformException(ErrorCode.INVALID_REQUEST, "the body is no JSON");
    }
  }
}
