package ai.altertable.rest.query;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.QueryLog.RunningQuery;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.http.ClientGoneException;
import ai.altertable.rest.call.Call;
import java.io.IOException;
import java.util.Set;

/// Sees one query through to the end of its answer: whole, with an error line, or broken off.
/// Confined to the thread of its call.
final class QueryAnswer {
  private static final String GONE =
      "the client closed the connection before the answer ended; the query was cancelled";

  /// Nothing of the statement has run: the client is to come again.
  private static final Set<ErrorCode> NOT_LET_IN =
      Set.of(ErrorCode.TOO_MANY_STATEMENTS, ErrorCode.WORKER_DRAINING);

  private final Call call;
  private final NdjsonAnswer lines;

  QueryAnswer(Call call, NdjsonAnswer lines) {
    this.call = call;
    this.lines = lines;
  }

  /// Answers that the query cannot run.
  void refuse(SessionId session, PlatformException failure) throws IOException {
    call.log(failure);
    lines.begin(session);
    lines.error(failure, failure.position().orElse(0));
    lines.end();
  }

  /// Runs the query and ends its entry in the log, whatever comes of it: the entry before the
  /// answer, so that whoever has read the answer finds the query ended.
  void run(QueryRun run, Session session, RunningQuery entry) throws IOException {
    try {
      run.run();
    } catch (PlatformException failure) {
      fail(run, session, entry, failure);
      return;
    } catch (RuntimeException | Error unforeseen) {
      fail(run, session, entry, PlatformException.from(unforeseen));
      return;
    } catch (IOException undelivered) {
      entry.failed(ErrorCode.QUERY_CANCELLED, undelivered(undelivered));
      throw undelivered;
    }
    if (call.exchange().isGone()) {
      entry.failed(ErrorCode.QUERY_CANCELLED, GONE);
    } else {
      entry.succeeded();
    }
    lines.end();
  }

  private void fail(QueryRun run, Session session, RunningQuery entry, PlatformException failure)
      throws IOException {
    if (call.exchange().isGone()) {
      entry.failed(ErrorCode.QUERY_CANCELLED, GONE);
    } else {
      entry.failed(failure.code(), failure.clientMessage());
    }
    boolean untouched = run.hasDoneNothing() && !lines.hasBegun();
    if (untouched && NOT_LET_IN.contains(failure.code())) {
      throw failure;
    }
    call.log(failure);
    if (!lines.hasBegun()) {
      lines.begin(session.id());
    }
    lines.error(failure, failure.position().map(at -> at + run.statementOffset()).orElse(0));
    lines.end();
  }

  private static String undelivered(IOException cause) {
    return cause instanceof ClientGoneException
        ? GONE
        : "the answer could not be delivered, and the query was cancelled: " + cause.getMessage();
  }
}
