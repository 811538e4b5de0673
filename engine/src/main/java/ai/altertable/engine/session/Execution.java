package ai.altertable.engine.session;

import ai.altertable.engine.statement.StatementShape;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.StatementKind;

/// A statement that is to run, with all that it runs with.
record Execution(
    StatementShape shape,
    StatementKind kind,
    Binding binding,
    Bindings bindings,
    ExecuteOptions options,
    Operation operation) {
  /// Whether the statement may give a stored table columns that it did not have.
  boolean definesTable() {
    return shape.mayWrite(kind)
        && (kind == StatementKind.CREATE || kind == StatementKind.ALTER || hidesDefinition());
  }

  /// Whether it may do so by another statement that it runs.
  boolean hidesDefinition() {
    return switch (kind) {
      case EXPLAIN, EXECUTE, MULTIPLE -> true;
      default -> false;
    };
  }

  /// The same with another text, not bound yet.
  Execution as(String text) {
    return new Execution(
        StatementShape.of(text), kind, new Binding(null), bindings, options, operation);
  }
}
