package ai.altertable.controlplane.access;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.AuthenticationCodec;
import ai.altertable.foundation.identity.Authenticator;
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
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /platform/login`: a gateway has a client's name and password checked. The connection shows
/// that it is a gateway; it slows down those who guess. Safe for use by several threads.
///
/// ```
///   {"name":…,"password":…}    200 with what AuthenticationCodec writes, also of a rejection
/// ```
public final class LoginResource implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LoginResource.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BODY_BYTES_MAX = 64 << 10;

  private final Authenticator authenticator;

  public LoginResource(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Headers headers = Headers.of("content-type", ErrorAnswer.CONTENT_TYPE);
    String answer;
    try {
      answer = answer(exchange);
    } catch (RuntimeException | Error thrown) {
      PlatformException failure = PlatformException.from(thrown);
      FailureLog.write(LOG, RequestId.random(), failure);
      ErrorAnswer error = ErrorAnswer.of(failure);
      exchange.respond(error.status(), headers, error.json());
      return;
    }
    exchange.respond(200, headers.with("cache-control", "no-store"), answer);
  }

  private String answer(HttpExchange exchange) throws IOException {
    if (!exchange.method().equals("POST")) {
      throw new PlatformException(ErrorCode.INVALID_REQUEST, "logins are checked by POST");
    }
    JsonNode claim = read(exchange.body().readNBytes(BODY_BYTES_MAX));
    JsonNode name = claim.path("name");
    JsonNode password = claim.path("password");
    if (!name.isTextual() || !password.isTextual()) {
      throw new PlatformException(ErrorCode.INVALID_REQUEST, "a login has a name and a password");
    }
    return AuthenticationCodec.encode(
        authenticator.authenticate(name.asText(), new Secret(password.asText())));
  }

  /// Without the cause, whose message may repeat the password.
  private static JsonNode read(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      throw new PlatformException(ErrorCode.INVALID_REQUEST, "the body is no JSON");
    }
  }
}
