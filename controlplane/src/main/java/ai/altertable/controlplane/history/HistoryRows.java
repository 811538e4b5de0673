package ai.altertable.controlplane.history;

import ai.altertable.foundation.history.FinishedStatement;
import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.QueryId;
import ai.altertable.foundation.session.QueryStart;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Work;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// Entries as rows of `finished_statement`.
final class HistoryRows {
  private HistoryRows() {}

  /// Writes those that are not there yet, in one statement: as columns, an array each.
  static int insert(Handle handle, List<HistoryEntry> entries) {
    Columns columns =
        new Columns(
            handle.createUpdate(
                """
                insert into finished_statement
                  (id, began, ended, environment_id, environment_slug, worker, work, query_id,
                   session_id, principal_id, principal_name, client_interface, client_address,
                   text, visible, requested_by, user_agent, rows, bytes_sent, bytes_received,
                   error_code, error_message)
                select id, began::timestamptz, ended::timestamptz, environment_id,
                  environment_slug, worker, work, query_id, session_id, principal_id,
                  principal_name, client_interface, client_address, text, visible, requested_by,
                  user_agent, rows, bytes_sent, bytes_received, error_code, error_message
                from unnest(
                  :id, :began, :ended, :environment_id, :environment_slug, :worker, :work,
                  :query_id, :session_id, :principal_id, :principal_name, :client_interface,
                  :client_address, :text, :visible, :requested_by, :user_agent, :rows, :bytes_sent,
                  :bytes_received, :error_code, :error_message)
                  as entry(
                    id, began, ended, environment_id, environment_slug, worker, work, query_id,
                    session_id, principal_id, principal_name, client_interface, client_address,
                    text, visible, requested_by, user_agent, rows, bytes_sent, bytes_received,
                    error_code, error_message)
                on conflict do nothing
                """),
            entries);
    columns
        .bind("id", UUID.class, entry -> entry.statement().id())
        .bind("began", String.class, entry -> entry.statement().began().toString())
        .bind("ended", String.class, entry -> entry.statement().ended().toString())
        .bind("environment_id", UUID.class, entry -> entry.environment().id())
        .bind("environment_slug", String.class, entry -> entry.environment().slug())
        .bind("worker", String.class, HistoryEntry::worker)
        .bind("rows", Long.class, entry -> entry.statement().rows())
        .bind("bytes_sent", Long.class, entry -> entry.statement().bytesSent())
        .bind("bytes_received", Long.class, entry -> entry.statement().bytesReceived())
        .bindOptional("error_code", entry -> entry.statement().failure().map(Failure::code))
        .bindOptional("error_message", entry -> entry.statement().failure().map(Failure::message));
    bindStarts(columns);
    return columns.update.execute();
  }

  private static void bindStarts(Columns columns) {
    columns
        .bind("work", String.class, entry -> start(entry).work().name())
        .bind("query_id", UUID.class, entry -> start(entry).id().value())
        .bind("session_id", String.class, entry -> start(entry).session().value())
        .bind("principal_id", UUID.class, entry -> start(entry).principal().id())
        .bind("principal_name", String.class, entry -> start(entry).principal().name())
        .bind("client_interface", String.class, entry -> start(entry).clientInterface().name())
        .bind("client_address", String.class, entry -> start(entry).clientAddress())
        .bind("text", String.class, entry -> start(entry).text())
        .bind("visible", Boolean.class, entry -> start(entry).visible())
        .bindOptional("requested_by", entry -> start(entry).requestedBy())
        .bind("user_agent", String.class, entry -> start(entry).userAgent());
  }

  private static QueryStart start(HistoryEntry entry) {
    return entry.statement().start();
  }

  /// Binds one array a column.
  private record Columns(Update update, List<HistoryEntry> entries) {
    <T> Columns bind(String name, Class<T> type, Function<HistoryEntry, T> value) {
      update.bindArray(name, type, entries.stream().map(value).toList());
      return this;
    }

    Columns bindOptional(String name, Function<HistoryEntry, Optional<String>> value) {
      Object[] texts = entries.stream().map(entry -> value.apply(entry).orElse(null)).toArray();
      update.bindArray(name, String.class, texts);
      return this;
    }
  }

  static HistoryEntry read(ResultSet row) throws SQLException {
    String code = row.getString("error_code");
    String message = row.getString("error_message");
    return new HistoryEntry(
        new Environment(id(row, "environment_id"), row.getString("environment_slug")),
        row.getString("worker"),
        new FinishedStatement(
            id(row, "id"),
            readStart(row),
            instant(row, "began"),
            instant(row, "ended"),
            row.getLong("rows"),
            row.getLong("bytes_sent"),
            row.getLong("bytes_received"),
            code == null ? Optional.empty() : Optional.of(new Failure(code, message))));
  }

  private static QueryStart readStart(ResultSet row) throws SQLException {
    return new QueryStart(
        Work.valueOf(row.getString("work")),
        new QueryId(id(row, "query_id")),
        new SessionId(row.getString("session_id")),
        new Principal(id(row, "principal_id"), row.getString("principal_name")),
        ClientInterface.valueOf(row.getString("client_interface")),
        row.getString("client_address"),
        row.getString("text"),
        row.getBoolean("visible"),
        Optional.ofNullable(row.getString("requested_by")),
        row.getString("user_agent"));
  }

  private static UUID id(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
