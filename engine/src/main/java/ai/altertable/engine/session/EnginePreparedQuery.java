package ai.altertable.engine.session;

import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.result.RowSchemas;
import ai.altertable.engine.statement.StatementShape;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.Parameter;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.StatementKind;
import java.util.List;
import java.util.Optional;

/// A prepared statement of a session. Confined as the session is.
///
/// Where the first word tells what it does, it is bound when it is asked for what only binding
/// tells, or else when it runs: in the same transaction, so that a lakehouse's catalog is looked at
/// once.
final class EnginePreparedQuery implements PreparedQuery {
  private final EngineSession session;
  private final Executions executions;
  private final StatementShape shape;
  private final Binding binding;
  private boolean closed;

  EnginePreparedQuery(
      EngineSession session, Executions executions, StatementShape shape, Binding binding) {
    this.session = session;
    this.executions = executions;
    this.shape = shape;
    this.binding = binding;
  }

  private NativeStatement bound() {
    NativeStatement present = binding.statement();
    if (present == null) {
      present = session.bind(shape);
      binding.bound(present);
    }
    return present;
  }

  @Override
  public StatementKind kind() {
    return shape.plainKind().orElseGet(() -> bound().kind());
  }

  @Override
  public List<Parameter> parameters() {
    NativeStatement statement = bound();
    return session.inEngine(statement::parameters);
  }

  @Override
  public Optional<RowSchema> resultSchema() {
    NativeStatement statement = bound();
    return session.inEngine(() -> statement.columns().map(RowSchemas::of));
  }

  @Override
  public QueryResult execute(Bindings bindings, ExecuteOptions options) {
    StatementKind kind = kind();
    Operation operation = session.start(options.timeout());
    try {
      return executions.execute(new Execution(shape, kind, binding, bindings, options, operation));
    } catch (RuntimeException | Error failure) {
      operation.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    NativeStatement present = binding.statement();
    if (closed || present == null) {
      return;
    }
    closed = true;
    if (present.kind() == StatementKind.SELECT) {
      session.keep(shape.text(), present);
    } else {
      // Frees one statement, which is quick enough for any thread.
      present.close();
    }
  }
}
