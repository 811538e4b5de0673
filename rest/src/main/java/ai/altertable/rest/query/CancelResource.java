package ai.altertable.rest.query;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.history.QueryDescription;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryLog;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.rest.call.Call;
import ai.altertable.rest.call.Resource;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;

/// `DELETE /query/{id}?session_id=`: asks a query to stop.
public final class CancelResource implements Resource {
  private final QueryLog log;

  public CancelResource(QueryLog log) {
    this.log = log;
  }

  @Override
  public void handle(Call call) throws IOException {
    QueryId id = QueryLogResource.id(call);
    switch (log.cancel(call.grant().principal(), id, session(call))) {
      case UNKNOWN_QUERY -> throw QueryDescription.notFound(id);
      case OTHER_SESSION -> call.answer(200, outcome(false, "Session ID does not match"));
      case ACCEPTED -> call.answer(200, outcome(true, "Query cancelled"));
    }
  }

  private static Optional<SessionId> session(Call call) {
    Optional<String> text = call.parameter("session_id");
    if (text.map(String::length).orElse(0) > 255) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER, "'session_id' has more than 255 characters");
    }
    return text.map(SessionId::new);
  }

  private static ObjectNode outcome(boolean cancelled, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cancelled", cancelled)
        .put("message", message);
  }
}
