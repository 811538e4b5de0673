package ai.altertable.systemtests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Set;

/// An error as a client is told of it, by a line of an answer or by the body of another status.
///
/// @param code the stable name
/// @param id under which the log has it
/// @param position in the statement from 1, or 0
public record Failure(int status, String code, String message, String id, int position) {
  private static final Set<String> RETRYABLE =
      Set.of(
          "SERIALIZATION_FAILURE",
          "SESSION_BUSY",
          "METADATA_UNAVAILABLE",
          "WORKER_UNAVAILABLE",
          "WORKER_DRAINING",
          "SHUTTING_DOWN",
          "TOO_MANY_STATEMENTS",
          "TOO_MANY_SESSIONS");

  /// How a worker tells that nobody knows what became of a write.
  private static final String UNKNOWN_TO_WORKER = "COMMIT_OUTCOME_UNKNOWN";

  /// How the gateway does, which cannot tell a write from a read.
  private static final String UNKNOWN_TO_GATEWAY = "may or may not have been changed";

  static Failure ofLine(JsonNode line) {
    return new Failure(
        200,
        line.path("code").asText(),
        line.path("error").asText(),
        line.path("id").asText(),
        line.path("position").asInt());
  }

  static Failure ofBody(int status, JsonNode body) {
    JsonNode error = body.path("error");
    return new Failure(
        status,
        error.path("code").asText(),
        error.path("message").asText(),
        error.path("id").asText(),
        error.path("position").asInt());
  }

  public static Failure ofResponse(HttpResponse<String> response) {
    return Answer.of(response.statusCode(), response.body()).error();
  }

  /// Whether it says that the same request may succeed later.
  public boolean retryable() {
    return RETRYABLE.contains(code);
  }

  /// Whether it says that nobody knows whether the commit took effect.
  public boolean outcomeUnknown() {
    return code.equals(UNKNOWN_TO_WORKER) || message.contains(UNKNOWN_TO_GATEWAY);
  }
}
