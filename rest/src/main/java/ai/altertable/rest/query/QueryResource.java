package ai.altertable.rest.query;

import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.foundation.session.QueryLog.RunningQuery;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.JsonObject;
import ai.altertable.rest.call.Resource;
import ai.altertable.rest.ndjson.ColumnHeader;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/// `POST /query`: runs the statements of a text and answers with the rows of the last one.
///
/// What is wrong with the request, or stands in its way before anything has run, is told by the
/// status; what is wrong with a statement is told by an error line under status 200.
public final class QueryResource implements Resource {
  private final Clock clock;
  private final QueryLog log;
  private final QueryConfig config;

  public QueryResource(Clock clock, QueryLog log, QueryConfig config) {
    this.clock = clock;
    this.log = log;
    this.config = config;
  }

  @Override
  public void handle(Call call) throws IOException {
    Instant accepted = clock.instant();
    Grant grant = call.grant();
    ColumnHeader header =
        config
            .columnHeader()
            .choose(call.exchange().headers().first(ColumnHeaderChoice.HEADER), call.userAgent());
    QueryRequest request =
        QueryRequest.of(
            JsonObject.read(call.exchange(), config.requestBytesMax()), config.statementBytesMax());
    call.concerns(request.queryId());
    NdjsonAnswer lines = new NdjsonAnswer(call, clock, accepted, config, request);
    QueryAnswer answer = new QueryAnswer(call, lines);
    Session session;
    try {
      session = call.open(grant, request.sessionRequest(grant));
    } catch (PlatformException failure) {
      SessionId none = request.sessionId().orElseGet(SessionId::random);
      log.refused(start(call, grant, request, none), failure.code(), failure.clientMessage());
      // A catalog or schema that does not exist is a mistake of the statement's context.
      if (failure.code().kind() != ErrorKind.NOT_FOUND) {
        throw failure;
      }
      answer.refuse(none, failure);
      return;
    }
    try (session) {
      call.exchange().onGone(session::abandon);
      RunningQuery entry =
          log.start(start(call, grant, request, session.id()), session, session::abandon);
      lines.report(entry);
      answer.run(new QueryRun(session, request, header, lines), session, entry);
    }
  }

  private static QueryStart start(Call call, Grant grant, QueryRequest request, SessionId session) {
    return new QueryStart(
        Work.QUERY,
        request.queryId(),
        session,
        grant.principal(),
        grant.clientInterface(),
        grant.clientAddress(),
        request.statement(),
        request.visible(),
        request.requestedBy(),
        call.userAgent());
  }
}
