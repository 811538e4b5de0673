package ai.altertable.engine.capi;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Parameter;
import ai.altertable.foundation.session.StatementKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A text of which DuckDB's parser makes several statements, as of a PIVOT without IN: first the
/// values of the column are collected in a temporary type, then the query uses it. The last one can
/// only be prepared when those before it have run.
final class ScriptStatement implements NativeStatement {
  private final CApi api;
  private final Connection connection;
  private final String sql;

  ScriptStatement(CApi api, Connection connection, String sql) {
    this.api = api;
    this.connection = connection;
    this.sql = sql;
  }

  @Override
  public StatementKind kind() {
    return StatementKind.MULTIPLE;
  }

  /// Such statements take no parameters: DuckDB refuses them.
  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public Optional<List<ResultColumn>> columns() {
    return Optional.empty();
  }

  @Override
  public boolean bindsAgain() {
    return true;
  }

  @Override
  public void bind(Bindings bindings) {
    if (!BoundValues.inOrder(List.of(), bindings).isEmpty()) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER, "the statement has no parameters, but values were given");
    }
  }

  /// Runs all statements but the last to completion, then starts the last.
  @Override
  public Pending pendingStreaming() {
    return start(PreparedStatement::pendingStreaming);
  }

  @Override
  public Pending pending() {
    return start(PreparedStatement::pending);
  }

  @Override
  public void close() {}

  private Pending start(Function<PreparedStatement, Pending> last) {
    try (Extracted extracted = Extracted.of(api, connection, sql)) {
      // Where the script writes, DuckDB puts it between BEGIN and COMMIT, or inside a transaction
      // between two SETs, so that any error ends the transaction. Whoever runs it has a transaction
      // of its own, and ends that after any error.
      long from = isFrame(0) ? 1 : 0;
      long to = extracted.count() - (isFrame(extracted.count() - 1) ? 2 : 1);
      for (long i = from; i < to; i++) {
        try (PreparedStatement statement = prepare(extracted, i);
            Pending pending = statement.pending();
            NativeResult result = pending.result()) {
          result.changedRows();
        }
      }
      // DuckDB keeps the plan alive for as long as its result needs it.
      try (PreparedStatement statement = prepare(extracted, to)) {
        return last.apply(statement);
      }
    }
  }

  /// A statement that cannot be prepared yet is none. It is looked at in a script of its own, for
  /// preparing takes it out.
  private boolean isFrame(long index) {
    try (Extracted extracted = Extracted.of(api, connection, sql);
        PreparedStatement statement = prepare(extracted, index)) {
      return statement.kind() == StatementKind.TRANSACTION || statement.kind() == StatementKind.SET;
    } catch (DuckDbFailure notYet) {
      return false;
    }
  }

  private PreparedStatement prepare(Extracted extracted, long index) {
    return new PreparedStatement(api, connection, sql, extracted.prepare(index));
  }
}
