package ai.altertable.launcher.account;

import ai.altertable.controlplane.access.Role;
import ai.altertable.controlplane.access.User;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Users over HTTP, for [RemoteAccounts].
///
/// ```
///   GET  /users                                    [{"name":…,"role":…,"environment":…,"passwordSetAt":…}]
///   POST /users/add       {"name":…,"password":…,"role":…}   200, or an error as everywhere
///   POST /users/password  {"name":…,"password":…}
///   POST /users/remove    {"name":…}
/// ```
final class AccountsHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(AccountsHandler.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BODY_BYTES_MAX = 64 << 10;

  private final UserAccounts accounts;

  AccountsHandler(UserAccounts accounts) {
    this.accounts = accounts;
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
    return switch (exchange.method() + " " + exchange.target().rawPath()) {
      case "GET /users" -> list();
      case "POST /users/add" -> add(body(exchange));
      case "POST /users/password" -> setPassword(body(exchange));
      case "POST /users/remove" -> remove(body(exchange));
      default -> throw new PlatformException(ErrorCode.ROUTE_NOT_FOUND, "there is no such order");
    };
  }

  private String list() {
    ArrayNode users = JSON.createArrayNode();
    for (User user : accounts.list()) {
      users
          .addObject()
          .put("name", user.name())
          .put("role", user.role().word())
          .put("environment", user.environment())
          .put("passwordSetAt", user.passwordSetAt().toString());
    }
    return users.toString();
  }

  private String add(JsonNode order) {
    String name = order.path("name").asText();
    accounts.add(name, password(order), Role.of(order.path("role").asText("admin")));
    LOG.info("user '{}' was added by command", name);
    return "{}";
  }

  private String setPassword(JsonNode order) {
    String name = order.path("name").asText();
    accounts.setPassword(name, password(order));
    LOG.info("the password of user '{}' was set by command", name);
    return "{}";
  }

  private String remove(JsonNode order) {
    String name = order.path("name").asText();
    accounts.remove(name);
    LOG.info("user '{}' was removed by command", name);
    return "{}";
  }

  private static Secret password(JsonNode order) {
    return new Secret(order.path("password").asText());
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.body().readNBytes(BODY_BYTES_MAX);
    try {
      return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException malformed) {
      // Its message repeats a part of the text, which holds a password.
      throw new PlatformException(ErrorCode.INVALID_REQUEST, "the body is no JSON");
    }
  }
}
