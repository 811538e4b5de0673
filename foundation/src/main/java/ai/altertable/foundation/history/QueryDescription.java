package ai.altertable.foundation.history;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.QueryRecord;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What `GET /query/{id}` says, whoever answers it: the worker that runs or ran the query, or
/// history.
public final class QueryDescription {
  private QueryDescription() {}

  /// Reads the id in the path.
  ///
  /// @throws PlatformException INVALID_PARAMETER
  public static QueryId id(String text) {
    return QueryId.parse(text)
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.INVALID_PARAMETER, "'" + text + "' is no query id; it must be a UUID"));
  }

  public static PlatformException notFound(QueryId id) {
    return new PlatformException(ErrorCode.QUERY_NOT_FOUND, "no query " + id + " is known");
  }

  /// @param now ends the duration of one that runs
  public static ObjectNode of(QueryRecord record, Instant now) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("uuid", record.start().id().toString());
    node.put("start_time", text(record.began()));
    node.put("end_time", record.end().map(QueryDescription::text).orElse(null));
    node.put("duration_ms", Math.max(0, record.duration(now).toMillis()));
    node.put("query", record.start().text());
    node.put("session_id", record.start().session().value());
    node.put("client_interface", name(record.start().clientInterface()));
    node.put("error", record.error().orElse(null));
    node.put("visible", record.start().visible());
    node.put("requested_by", record.start().requestedBy().orElse(null));
    node.put("user_agent", record.start().userAgent());
    node.set("progress", record.progress().map(QueryDescription::of).orElse(null));
    return node;
  }

  private static @Nullable ObjectNode of(QueryProgress progress) {
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
