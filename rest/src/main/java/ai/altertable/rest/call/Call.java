package ai.altertable.rest.call;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantCodec;
import ai.altertable.http.BodyWriter;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.ResponseBody;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer. Belongs to the thread that handles it.
public final class Call {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REQUEST_ID = "x-request-id";
  private static final Pattern REQUEST_ID_FORM = Pattern.compile("[\\w.:/+=@-]{1,128}");
  private static final String RETRY_AFTER_SECONDS = "2";

  private final HttpExchange exchange;
  private final String requestId;
  private boolean answered;

  public Call(HttpExchange exchange) {
    this.exchange = exchange;
    this.requestId =
        exchange
            .headers()
            .first(REQUEST_ID)
            .filter(id -> REQUEST_ID_FORM.matcher(id).matches())
            .orElseGet(() -> UUID.randomUUID().toString());
  }

  public HttpExchange exchange() {
    return exchange;
  }

  /// Who asks, and what may be touched: only the grant says so.
  ///
  /// @throws PlatformException INVALID_CREDENTIALS without one, or with several
  public Grant grant() {
    List<String> grants = exchange.headers().all(Grant.HEADER);
    if (grants.size() != 1) {
      throw new PlatformException(
          ErrorCode.INVALID_CREDENTIALS, "the request is not authenticated; send credentials");
    }
    return GrantCodec.decode(grants.getFirst());
  }

  public String userAgent() {
    return exchange.headers().first("user-agent").orElse("");
  }

  /// A parameter of the query string that is there and not empty.
  public Optional<String> parameter(String name) {
    return exchange.target().parameter(name).filter(value -> !value.isEmpty());
  }

  /// Begins an answer; whoever asks for it ends it.
  public ResponseBody begin(int status, String contentType) {
    answered = true;
    return exchange.respond(status, headers(contentType));
  }

  public void answer(int status, ObjectNode body) throws IOException {
    answer(status, headers("application/json"), body);
  }

  /// Answers 200 without a body.
  public void done() throws IOException {
    answered = true;
    BodyWriter nothing = body -> {};
    exchange.respond(200, Headers.of(REQUEST_ID, requestId), nothing);
  }

  /// Answers with an error, and logs it.
  ///
  /// @throws IOException also when the answer has begun: then only breaking it off tells the client
  public void fail(PlatformException failure) throws IOException {
    fail(failure, HttpErrors.status(failure.code().kind()), Headers.none());
  }

  /// @param more headers of the answer beside those of every error
  public void fail(PlatformException failure, int status, Headers more) throws IOException {
    log(failure);
    if (answered) {
      throw new IOException("the answer had begun when it failed: " + failure.code());
    }
    ErrorKind kind = failure.code().kind();
    Headers headers = headers("application/json");
    for (var header : more.entries()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    if (HttpErrors.hasRetryAfter(kind)) {
      headers = headers.with("retry-after", RETRY_AFTER_SECONDS);
    }
    if (kind == ErrorKind.UNAUTHENTICATED) {
      headers = headers.with("www-authenticate", "Basic realm=\"altertable\"");
    }
    answer(status, headers, body(failure));
  }

  /// Our own faults are logged for the operator, those of the client for whoever debugs it.
  public void log(PlatformException failure) {
    if (failure.code().kind() == ErrorKind.INTERNAL) {
      LOG.error("request {}: {}", requestId, failure.logLine(), failure);
    } else {
      LOG.debug("request {}: {}", requestId, failure.logLine());
    }
  }

  private static ObjectNode body(PlatformException failure) {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error")
        .put("code", failure.code().name())
        .put("message", failure.clientMessage())
        .put("id", failure.id().toString());
    return body.put("message", failure.clientMessage());
  }

  private void answer(int status, Headers headers, ObjectNode body) throws IOException {
    answered = true;
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.respond(status, headers, answer -> answer.write(bytes));
  }

  private Headers headers(String contentType) {
    return Headers.of("content-type", contentType).with(REQUEST_ID, requestId);
  }
}
