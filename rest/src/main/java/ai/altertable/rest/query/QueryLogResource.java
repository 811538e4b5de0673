package ai.altertable.rest.query;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.QueryRecord;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.Resource;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

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
    QueryRecord record = log.find(call.grant().principal(), id).orElseThrow(() -> notFound(id));
    call.answer(200, describe(record));
  }

  /// The id in the path.
  static QueryId id(Call call) {
    String text = call.exchange().target().segments().get(1);
    QueryId id =
        QueryIds.parse(text)
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.INVALID_PARAMETER,
                    "'" + text + "' is no query id; it must be a UUID"));
    call.concerns(id);
    return id;
  }

  static PlatformException notFound(QueryId id) {
    return new PlatformException(ErrorCode.QUERY_NOT_FOUND, "no query " + id + " is known");
  }

  private ObjectNode describe(QueryRecord record) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("uuid", record.start().id().toString());
    node.put("start_time", text(record.began()));
    node.put("end_time", record.end().map(QueryLogResource::text).orElse(null));
    node.put("duration_ms", Math.max(0, record.duration(clock.instant()).toMillis()));
    node.put("query", record.start().text());
    node.put("session_id", record.start().session().value());
    node.put("client_interface", name(record.start().clientInterface()));
    node.put("error", record.error().orElse(null));
    node.put("visible", record.start().visible());
    node.put("requested_by", record.start().requestedBy().orElse(null));
    node.put("user_agent", record.start().userAgent());
    node.set("progress", record.progress().map(QueryLogResource::describe).orElse(null));
    return node;
  }

  private static @Nullable ObjectNode describe(QueryProgress progress) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("percentage", progress.percentage())
        .put("rows_processed", progress.rowsProcessed())
        .put("total_rows", progress.totalRows());
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static String name(ClientInterface clientInterface) {
    return switch (clientInterface) {
      case HTTP -> "HttpQuery";
      case FLIGHT -> "ArrowFlightSQL";
      case POSTGRES -> "Postgres";
      case PLATFORM -> "Platform";
    };
  }
}
