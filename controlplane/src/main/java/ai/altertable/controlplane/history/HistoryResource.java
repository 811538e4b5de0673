package ai.altertable.controlplane.history;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.history.QueryDescription;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantVerdict;
import ai.altertable.foundation.identity.GrantVerdict.Valid;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.FailureLog;
import ai.altertable.http.error.RequestId;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /query/{id}` of a query that has ended, for whoever the gateway says asks. Answers as the
/// worker that ran it does. Safe for use by several threads.
public final class HistoryResource implements HttpHandler {
  /// For whom grants have to be.
  public static final String SLUG = "control-plane";

  private static final Logger LOG = LoggerFactory.getLogger(HistoryResource.class);

  private final InstantSource clock;
  private final Function<String, GrantVerdict> grants;
  private final Transactions transactions;
  private final History history;

  /// @param grants opens those that a gateway has signed for [#SLUG], of any environment
  public HistoryResource(
      InstantSource clock,
      Function<String, GrantVerdict> grants,
      Transactions transactions,
      History history) {
    this.clock = clock;
    this.grants = grants;
    this.transactions = transactions;
    this.history = history;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String requestId =
        exchange.headers().first(RequestId.HEADER).map(RequestId::of).orElseGet(RequestId::random);
    Headers headers =
        Headers.of("content-type", "application/json").with(RequestId.HEADER, requestId);
    String answer;
    try {
      answer = answer(exchange);
    } catch (RuntimeException | Error thrown) {
      PlatformException failure = PlatformException.from(thrown);
      FailureLog.write(LOG, requestId, failure);
      ErrorAnswer error = ErrorAnswer.of(failure);
      for (var header : error.headers().entrySet()) {
        headers = headers.with(header.getKey(), header.getValue());
      }
      exchange.respond(error.status(), headers, error.json());
      return;
    }
    exchange.respond(200, headers, answer);
  }

  private String answer(HttpExchange exchange) {
    List<String> path = exchange.target().segments();
    if (path.size() != 2 || !path.getFirst().equals("query") || !exchange.method().equals("GET")) {
      throw new PlatformException(
          ErrorCode.ROUTE_NOT_FOUND, "history has only GET /query/{id}, and no other resource");
    }
    Grant grant = grant(exchange.headers().all(Grant.HEADER));
    QueryId id = QueryDescription.id(path.get(1));
    QueryRecord record =
        history
            .find(grant.environment().id(), grant.principal().id(), id)
            .map(HistoryEntry::record)
            .orElseThrow(() -> QueryDescription.notFound(id));
    return QueryDescription.of(record, clock.instant()).toString();
  }

  private Grant grant(List<String> texts) {
    Instant now = clock.instant();
    if (texts.size() == 1
        && grants.apply(texts.getFirst()) instanceof Valid(Grant grant)
        && GrantVerifier.at(now, grant) instanceof Valid
        && stillCounts(grant)) {
      return grant;
    }
    throw new PlatformException(
        ErrorCode.INVALID_CREDENTIALS, "the request is not authenticated; send credentials");
  }

  /// Whether the principal's credentials and rights are those that were checked.
  private boolean stillCounts(Grant grant) {
    return transactions.call(handle ->
        handle
            .createQuery("select count(*) from principal where id = :id and revision <= :revision")
            .bind("id", grant.principal().id())
            .bind("revision", grant.revision())
            .mapTo(Integer.class)
            .one()
            .equals(1));
  }
}
