package ai.altertable.rest.query;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.rest.call.JsonObject;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What a client asks of `POST /query`.
///
/// @param sessionId named by the client; a session without a name ends with its request
/// @param queryId the client's, or a fresh one where it sent none or nothing usable
/// @param keep whether a session with state is kept for the next request that names it
record QueryRequest(
    String statement,
    Optional<String> catalog,
    Optional<String> schema,
    Optional<SessionId> sessionId,
    QueryId queryId,
    OptionalLong limit,
    OptionalLong offset,
    Optional<ZoneId> timeZone,
    boolean keep,
    boolean visible,
    Optional<String> requestedBy) {

  /// @throws PlatformException INVALID_REQUEST, INVALID_PARAMETER, STATEMENT_TOO_LARGE,
  ///   FEATURE_NOT_SUPPORTED for members that would change the answer and are not there yet
  static QueryRequest of(JsonObject body, DataSize statementMax) {
    refuseUnsupported(body);
    Optional<SessionId> sessionId = body.text("session_id").map(QueryRequest::sessionId);
    boolean ephemeral = body.flag("ephemeral").orElse(false);
    return new QueryRequest(
        statement(body, statementMax),
        body.text("catalog"),
        body.text("schema"),
        sessionId,
        body.text("query_id").flatMap(QueryId::parse).orElseGet(QueryId::random),
        body.count("limit"),
        body.count("offset"),
        body.text("timezone").map(QueryRequest::timeZone),
        sessionId.isPresent() && !ephemeral,
        body.flag("visible").orElse(true),
        body.text("requested_by"));
  }

  ExecuteOptions options() {
    return new ExecuteOptions(offset.orElse(0), limit, Optional.empty());
  }

  SessionRequest sessionRequest(Grant grant) {
    return new SessionRequest(
        grant.principal(),
        grant.environment(),
        grant.access(),
        catalog.or(grant::defaultCatalog),
        schema,
        timeZone,
        grant.clientInterface(),
        grant.clientAddress(),
        sessionId,
        keep);
  }

  private static String statement(JsonObject body, DataSize max) {
    String statement =
        body.text("statement")
            .filter(text -> !text.isBlank())
            .orElseThrow(() ->
                new PlatformException(
                    ErrorCode.INVALID_REQUEST,
                    "'statement' is missing or empty; send {\"statement\": \"SELECT 1\"}"));
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(statement)) {
      throw new PlatformException(
          ErrorCode.INVALID_REQUEST, "'statement' has half of a surrogate pair");
    }
    long bytes = statement.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > max.bytes()) {
      throw new PlatformException(
          ErrorCode.STATEMENT_TOO_LARGE,
          "the statement has " + bytes + " bytes, and " + max + " is the limit; upload the data");
    }
    return statement;
  }

  private static SessionId sessionId(String text) {
    if (text.length() > 255) {
      throw invalid("'session_id' has " + text.length() + " characters, and 255 is the limit");
    }
    return new SessionId(text);
  }

  private static ZoneId timeZone(String name) {
    if (!ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
      throw invalid("'timezone' must be an IANA name like Europe/Paris, not '" + name + "'");
    }
    return ZoneId.of(name);
  }

  /// Refused is what a client would miss in the answer. `cache` and `compute_size` change nothing
  /// but speed, so they are only checked for their type.
  private static void refuseUnsupported(JsonObject body) {
    body.flag("cache");
    body.text("compute_size");
    body.text("format").ifPresent(QueryRequest::checkFormat);
    body.text("dialect")
        .filter(dialect -> !dialect.equalsIgnoreCase("duckdb"))
        .ifPresent(dialect -> {
          throw unsupported("'dialect' '" + dialect + "' is not supported; write DuckDB's SQL");
        });
    if (body.flag("sanitize").orElse(false)) {
      throw unsupported("'sanitize' is not supported; page with 'limit' and 'offset'");
    }
    body.member("params").ifPresent(QueryRequest::checkParameters);
  }

  private static void checkFormat(String format) {
    switch (format.toLowerCase(Locale.ROOT)) {
      case "default" -> {}
      case "csv", "jsonl", "parquet" ->
          throw unsupported(
              "'format' '" + format + "' is not supported yet; leave it out for NDJSON");
      default -> throw invalid("Unsupported query format: " + format);
    }
  }

  private static void checkParameters(JsonNode parameters) {
    if (!parameters.isContainerNode()) {
      throw new PlatformException(
          ErrorCode.INVALID_REQUEST, "'params' must be an object or an array");
    }
    if (!parameters.isEmpty()) {
      throw unsupported("'params' is not supported yet; write the values into the statement");
    }
  }

  private static PlatformException invalid(String message) {
    return new PlatformException(ErrorCode.INVALID_PARAMETER, message);
  }

  private static PlatformException unsupported(String message) {
    return new PlatformException(ErrorCode.FEATURE_NOT_SUPPORTED, message);
  }
}
