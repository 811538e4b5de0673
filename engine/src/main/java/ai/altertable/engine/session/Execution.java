package ai.altertable.engine.session;

import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.guard.StatementShape;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.StatementKind;
import org.jspecify.annotations.Nullable;

/// A statement that is to run, with all that it runs with.
///
/// @param bound null where the statement is bound when it runs
record Execution(
    StatementShape shape,
    StatementKind kind,
    @Nullable NativeStatement bound,
    Bindings bindings,
    ExecuteOptions options,
    Operation operation) {
  /// Whether the statement may give a table columns that it did not have.
  boolean definesTable() {
    return (kind == StatementKind.CREATE && shape.mayWrite(kind)) || kind == StatementKind.ALTER;
  }

  /// The same with another text, not bound yet.
  Execution as(String text) {
    return new Execution(StatementShape.of(text), kind, null, bindings, options, operation);
  }
}
