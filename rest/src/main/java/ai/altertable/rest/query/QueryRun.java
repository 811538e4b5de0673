package ai.altertable.rest.query;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Column;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.Rows;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SqlType;
import ai.altertable.foundation.session.Statement;
import ai.altertable.rest.ndjson.ColumnHeader;
import ai.altertable.rest.ndjson.RowEncoder;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// Runs the statements of one text in their order and writes what the last one answers. Confined to
/// one thread.
final class QueryRun {
  /// The columns of statements without rows, as DuckDB calls them.
  private static final Column COUNT =
      new Column(
          "Count", SqlType.Simple.BIGINT, Field.nullable("Count", new ArrowType.Int(64, true)));

  private static final Column SUCCESS =
      new Column(
          "Success", SqlType.Simple.BOOLEAN, Field.nullable("Success", ArrowType.Bool.INSTANCE));

  private final Session session;
  private final QueryRequest request;
  private final ColumnHeader header;
  private final NdjsonAnswer lines;

  private int statementOffset;
  private boolean doneNothing = true;

  QueryRun(Session session, QueryRequest request, ColumnHeader header, NdjsonAnswer lines) {
    this.session = session;
    this.request = request;
    this.header = header;
    this.lines = lines;
  }

  /// Where the statement at work begins in the text, in characters from 0.
  int statementOffset() {
    return statementOffset;
  }

  /// Whether no statement before the one at work has run.
  boolean hasDoneNothing() {
    return doneNothing;
  }

  void run() throws IOException {
    SessionContext context = new SessionContext(session, request);
    context.apply();
    List<Statement> statements = session.split(request.statement());
    if (statements.isEmpty()) {
      throw new PlatformException(
          ErrorCode.INVALID_STATEMENT, "the text has no statement, only comments or semicolons");
    }
    for (Statement statement : statements.subList(0, statements.size() - 1)) {
      runThrough(statement);
      doneNothing = false;
    }
    answer(statements.getLast(), context);
  }

  /// Runs a statement to its end; nobody sees what it answers.
  private void runThrough(Statement statement) {
    statementOffset = statement.offset();
    try (PreparedQuery prepared = session.prepare(statement);
        QueryResult result = prepared.execute(Bindings.NONE, ExecuteOptions.DEFAULT)) {
      if (result instanceof Rows rows) {
        while (rows.next() != null) {
          // A row that fails to compute fails the statement, so all of them are asked for.
        }
      }
    }
  }

  private void answer(Statement statement, SessionContext context) throws IOException {
    statementOffset = statement.offset();
    try (PreparedQuery prepared = session.prepare(statement)) {
      ZoneId zone = context.zone(prepared, !doneNothing);
      try (QueryResult result = prepared.execute(Bindings.NONE, request.options())) {
        switch (result) {
          case Rows rows -> rows(rows, zone);
          case QueryResult.Changed changed -> {
            begin(List.of(COUNT));
            lines.count(changed.rows());
          }
          case QueryResult.Done() -> begin(emptyHeader(columns(prepared)));
        }
      }
    }
  }

  private static List<Column> columns(PreparedQuery prepared) {
    return prepared
        .resultSchema()
        .map(RowSchema::columns)
        .filter(columns -> !columns.isEmpty())
        .orElse(List.of(SUCCESS));
  }

  /// Clients that read names only expect none where there are no rows.
  private List<Column> emptyHeader(List<Column> columns) {
    return switch (header) {
      case TYPED -> columns;
      case NAMES -> List.of();
    };
  }

  private void rows(Rows rows, ZoneId zone) throws IOException {
    List<Column> columns = rows.schema().columns();
    RowEncoder encoder = new RowEncoder(rows.schema(), zone);
    VectorSchemaRoot batch = rows.next();
    begin(batch == null ? emptyHeader(columns) : columns);
    while (batch != null) {
      encoder.load(batch);
      lines.rows(encoder, batch);
      batch = rows.next();
    }
  }

  private void begin(List<Column> columns) throws IOException {
    lines.begin(session.id());
    lines.columns(header, columns);
  }
}
