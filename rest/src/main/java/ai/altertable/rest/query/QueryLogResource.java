package ai.altertable.rest.query;

import ai.altertable.foundation.history.QueryDescription;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.Resource;
import java.io.IOException;
import java.time.Clock;

/// `GET /query/{id}`: what is known of a query.
public final class QueryLogResource implements Resource {
  private final Clock clock;
  private final QueryLog log;

  public QueryLogResource(Clock clock, QueryLog log) {
    this.clock = clock;
    this.log = log;
  }

  @Override
  public void handle(Call call) throws IOException {
    QueryId id = id(call);
    QueryRecord record =
        log.find(call.grant().principal(), id).orElseThrow(() -> QueryDescription.notFound(id));
    call.answer(200, QueryDescription.of(record, clock.instant()));
  }

  /// The id in the path.
  static QueryId id(Call call) {
    QueryId id = QueryDescription.id(call.exchange().target().segments().get(1));
    call.concerns(id);
    return id;
  }
}
