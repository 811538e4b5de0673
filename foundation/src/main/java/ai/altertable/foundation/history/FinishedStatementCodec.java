package ai.altertable.foundation.history;

import ai.altertable.foundation.fleet.Report;
import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// Statements on their way from a worker into history, one line of JSON each:
///
/// ```
///   {"work": "QUERY", "query": …, "session": …, "principal": …, "name": …, "interface": "HTTP",
///    "address": …, "text": …, "visible": true, "requested_by": …, "user_agent": …, "began": 12345,
///    "ended": 12390, "rows": 1, "sent": 17, "received": 0, "code": …, "message": …}
/// ```
///
/// Times are microseconds since 1970. The first line is what is known when a statement begins, and
/// is JSON by itself. The id is that of the [Report]. All texts are abridged ([Abridgement]), so a
/// line has less than 512 KiB.
public final class FinishedStatementCodec {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BEGUN_CHARS = 400;
  private static final int ENDED_CHARS = 80;

  private FinishedStatementCodec() {}

  /// What is known of a statement when it begins.
  ///
  /// @param start abridged
  public static String begun(QueryStart start, Instant began) {
    JsonWriter json =
        new JsonWriter(BEGUN_CHARS + start.text().length())
            .put("work", start.work().name())
            .put("query", start.id().toString())
            .put("session", start.session().value())
            .put("principal", start.principal().id().toString())
            .put("name", start.principal().name())
            .put("interface", start.clientInterface().name())
            .put("address", start.clientAddress())
            .put("text", start.text())
            .put("visible", start.visible());
    if (start.requestedBy().isPresent()) {
      json.put("requested_by", start.requestedBy().get());
    }
    return json.put("user_agent", start.userAgent()).put("began", micros(began)).end();
  }

  /// Completes what [#begun] wrote.
  ///
  /// @param failure with an abridged message
  public static String ended(
      String begun,
      Instant ended,
      long rows,
      long bytesSent,
      long bytesReceived,
      Optional<Failure> failure) {
    int more = failure.map(one -> one.message().length()).orElse(0);
    JsonWriter json =
        new JsonWriter(begun, ENDED_CHARS + more)
            .put("ended", micros(ended))
            .put("rows", rows)
            .put("sent", bytesSent)
            .put("received", bytesReceived);
    if (failure.isPresent()) {
      json.put("code", failure.get().code()).put("message", failure.get().message());
    }
    return json.end();
  }

  public static Report encode(FinishedStatement statement) {
    String begun = begun(Abridgement.of(statement.start()), statement.began());
    return new Report(
        statement.id(),
        ended(
            begun,
            statement.ended(),
            statement.rows(),
            statement.bytesSent(),
            statement.bytesReceived(),
            statement.failure().map(Abridgement::of)));
  }

  /// @throws IllegalArgumentException when the text is not what [#ended] writes; its message holds
  ///   nothing of the text
  public static FinishedStatement decode(Report report) {
    try {
      JsonNode node = JSON.readTree(report.text());
      if (node == null || !node.isObject()) {
        throw new IllegalArgumentException("it is no JSON object");
      }
      return decode(report.id(), node);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("it is no JSON");
    }
  }

  private static FinishedStatement decode(UUID id, JsonNode node) {
    Instant began = instant(node, "began");
    Instant ended = instant(node, "ended");
    return new FinishedStatement(
        id,
        start(node),
        began,
        ended.isBefore(began) ? began : ended,
        number(node, "rows"),
        number(node, "sent"),
        number(node, "received"),
        optional(node, "code")
            .map(code -> new Failure(code, text(node, "message")))
            .map(Abridgement::of));
  }

  private static QueryStart start(JsonNode node) {
    return Abridgement.of(
        new QueryStart(
            word(Work.class, node, "work"),
            new QueryId(id(node, "query")),
            new SessionId(text(node, "session")),
            new Principal(id(node, "principal"), text(node, "name")),
            word(ClientInterface.class, node, "interface"),
            text(node, "address"),
            text(node, "text"),
            member(node, "visible").asBoolean(),
            optional(node, "requested_by"),
            text(node, "user_agent")));
  }

  private static JsonNode member(JsonNode node, String name) {
    JsonNode member = node.get(name);
    if (member == null) {
      throw new IllegalArgumentException("'" + name + "' is missing");
    }
    return member;
  }

  private static Optional<String> optional(JsonNode node, String name) {
    return node.has(name) ? Optional.of(text(node, name)) : Optional.empty();
  }

  private static String text(JsonNode node, String name) {
    JsonNode member = member(node, name);
    if (!member.isTextual()) {
      throw new IllegalArgumentException("'" + name + "' is no text");
    }
    return member.textValue();
  }

  private static long number(JsonNode node, String name) {
    JsonNode member = member(node, name);
    if (!member.isIntegralNumber() || !member.canConvertToLong()) {
      throw new IllegalArgumentException("'" + name + "' is no number");
    }
    return member.longValue();
  }

  private static UUID id(JsonNode node, String name) {
    try {
      return UUID.fromString(text(node, name));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'" + name + "' is no UUID");
    }
  }

  private static <E extends Enum<E>> E word(Class<E> type, JsonNode node, String name) {
    try {
      return Enum.valueOf(type, text(node, name));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("'" + name + "' is no word that is known");
    }
  }

  private static Instant instant(JsonNode node, String name) {
    return Instant.EPOCH.plus(number(node, name), ChronoUnit.MICROS);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
