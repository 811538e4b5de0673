package ai.altertable.rest.call;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.http.BodyWriter;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.ResponseBody;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer. Belongs to the thread that handles it.
public final class Call {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);

  private final HttpExchange exchange;
  private final Grants grants;
  private final String requestId;
  private String queryId = "";
  private boolean answered;

  public Call(HttpExchange exchange, Grants grants) {
    this.exchange = exchange;
    this.grants = grants;
    this.requestId =
        exchange.headers().first(RequestId.HEADER).map(RequestId::of).orElseGet(RequestId::random);
  }

  public HttpExchange exchange() {
    return exchange;
  }

  /// Who asks, and what may be touched: only the grant says so.
  ///
  /// @throws PlatformException INVALID_CREDENTIALS without one that counts, PERMISSION_DENIED when
  ///   it counts elsewhere
  public Grant grant() {
    return grants.check(exchange.headers().all(Grant.HEADER), requestId);
  }

  /// Lets only the server itself go on.
  ///
  /// @throws PlatformException as [#grant], and PERMISSION_DENIED when it is somebody else's grant
  public void requirePlatform() {
    if (grant().clientInterface() != ClientInterface.PLATFORM) {
      throw new PlatformException(
          ErrorCode.PERMISSION_DENIED, "only the server itself may ask this of a worker");
    }
  }

  /// Opens the session that this request needs.
  ///
  /// @throws PlatformException as [ai.altertable.foundation.session.SessionFactory#open], and
  ///   INVALID_CREDENTIALS when the grant was revoked meanwhile
  public Session open(Grant grant, SessionRequest request) {
    return grants.open(grant, request, requestId);
  }

  /// Says which query this is about, for the log.
  public void concerns(QueryId query) {
    queryId = query.toString();
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
    answer(status, body.toString());
  }

  /// Answers 200.
  public void answer(String json) throws IOException {
    answer(200, json);
  }

  private void answer(int status, String json) throws IOException {
    answered = true;
    exchange.respond(status, headers("application/json"), json);
  }

  /// Answers 200 without a body.
  public void done() throws IOException {
    done(200);
  }

  /// Answers without a body.
  public void done(int status) throws IOException {
    answered = true;
    BodyWriter nothing = body -> {};
    exchange.respond(status, Headers.of(RequestId.HEADER, requestId), nothing);
  }

  /// Answers with an error, and logs it.
  ///
  /// @throws IOException also when the answer has begun: then only breaking it off tells the client
  public void fail(PlatformException failure) throws IOException {
    fail(failure, ErrorAnswer.of(failure));
  }

  /// @param answer what tells the client of `failure`
  public void fail(PlatformException failure, ErrorAnswer answer) throws IOException {
    log(failure);
    if (answered) {
      throw new IOException("the answer had begun when it failed: " + failure.code());
    }
    Headers headers = headers(ErrorAnswer.CONTENT_TYPE);
    for (var header : answer.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    answered = true;
    exchange.respond(answer.status(), headers, answer.json());
  }

  /// Our own faults are logged for the operator, those of the client for whoever debugs it.
  public void log(PlatformException failure) {
    FailureLog.write(LOG, requestId, queryId, failure);
  }

  private Headers headers(String contentType) {
    return Headers.of("content-type", contentType).with(RequestId.HEADER, requestId);
  }
}
