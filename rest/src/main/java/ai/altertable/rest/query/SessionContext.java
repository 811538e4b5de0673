package ai.altertable.rest.query;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.Rows;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.Statement;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// Where names resolve and which time zone holds, in a session that may have been used before: an
/// earlier request may have said USE or SET, and this one may ask for something else again.
///
/// A session that is new was opened as the request asks.
final class SessionContext {
  private static final ZoneId UTC = ZoneOffset.UTC;

  /// Worked out once for a statement that is kept prepared; none is kept beyond a SET.
  private static final String TIME_ZONE = "SELECT system.main.current_setting('TimeZone')";

  private final Session session;
  private final QueryRequest request;

  /// The session's zone before the first statement, where it is known.
  private @Nullable ZoneId zoneAtFirst;

  SessionContext(Session session, QueryRequest request) {
    this.session = session;
    this.request = request;
  }

  /// Brings a session that may have been used before to where the request wants it.
  void apply() {
    if (session.isNew()) {
      zoneAtFirst = request.timeZone().orElse(UTC);
      return;
    }
    if (request.catalog().isPresent() || request.schema().isPresent()) {
      use();
    }
    request.timeZone().ifPresent(this::setZone);
  }

  private void setZone(ZoneId zone) {
    if (!zone.equals(current())) {
      run("SET TimeZone = '" + zone.getId() + "'");
    }
    zoneAtFirst = zone;
  }

  private void use() {
    String catalogNow = session.currentCatalog();
    String schemaNow = session.currentSchema();
    String catalog = request.catalog().orElse(catalogNow);
    boolean sameCatalog = catalog.equalsIgnoreCase(catalogNow);
    String schema = request.schema().orElse(sameCatalog ? schemaNow : "main");
    if (!sameCatalog || !schema.equalsIgnoreCase(schemaNow)) {
      run("USE " + quoted(catalog) + "." + quoted(schema));
    }
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /// The zone in which the timestamps of an answer are written.
  ///
  /// @param statementsBefore whether statements of the same text have run already
  ZoneId zone(PreparedQuery prepared, boolean statementsBefore) {
    if (!statementsBefore && zoneAtFirst != null) {
      return zoneAtFirst;
    }
    return prepared.resultSchema().map(SessionContext::needsZone).orElse(true) ? current() : UTC;
  }

  private static boolean needsZone(RowSchema schema) {
    return schema.columns().stream().anyMatch(column -> needsZone(column.type()));
  }

  private static boolean needsZone(SqlType type) {
    return switch (type) {
      case SqlType.Simple simple -> simple == SqlType.Simple.TIMESTAMP_TZ;
      case SqlType.Decimal _, SqlType.Enumeration _ -> false;
      case SqlType.ListOf list -> needsZone(list.element());
      case SqlType.ArrayOf array -> needsZone(array.element());
      case SqlType.MapOf map -> needsZone(map.key()) || needsZone(map.value());
      case SqlType.Struct struct -> needsZone(struct.members());
      case SqlType.Union union -> needsZone(union.members());
    };
  }

  private static boolean needsZone(List<SqlType.Member> members) {
    return members.stream().anyMatch(member -> needsZone(member.type()));
  }

  private ZoneId current() {
    String name = run(TIME_ZONE);
    try {
      return name == null ? UTC : ZoneId.of(name, ZoneId.SHORT_IDS);
    } catch (DateTimeException unknown) {
      // ICU knows a few names that Java does not; the instants are right in UTC too.
      return UTC;
    }
  }

  /// Runs a statement of our own; gives the first value of its answer.
  private @Nullable String run(String sql) {
    try (PreparedQuery prepared = session.prepare(new Statement(sql, 0));
        QueryResult result = prepared.execute(Bindings.NONE, ExecuteOptions.DEFAULT)) {
      if (!(result instanceof Rows rows)) {
        return null;
      }
      String value = null;
      for (VectorSchemaRoot batch = rows.next(); batch != null; batch = rows.next()) {
        value = String.valueOf(batch.getVector(0).getObject(0));
      }
      return value;
    } catch (PlatformException failure) {
      // The place of the mistake would be taken for one in the client's text.
      throw failure.position().isEmpty()
          ? failure
          : new PlatformException(failure.code(), failure.clientMessage(), failure);
    }
  }
}
