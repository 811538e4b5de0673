package ai.altertable.engine.capi;

import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Parameter;
import ai.altertable.foundation.session.StatementKind;
import java.util.List;
import java.util.Optional;

/// A statement that DuckDB has parsed and bound, to be executed any number of times, one execution
/// at a time. Confined to one thread at a time, as its connection is.
public sealed interface NativeStatement extends AutoCloseable
    permits PreparedStatement, ScriptStatement {
  /// What the statement does; MULTIPLE when DuckDB makes several statements of it.
  StatementKind kind();

  /// In order of their numbers.
  List<Parameter> parameters();

  /// The columns of the rows that an execution gives; none when it gives no rows. Empty where only
  /// the execution tells: several statements, or a column whose type hangs on a parameter's.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException FEATURE_NOT_SUPPORTED for a column of
  ///   a type that cannot be read
  Optional<List<ResultColumn>> columns();

  /// Whether the next execution binds it anew, for what it was bound to may have changed.
  boolean bindsAgain();

  /// Binds a value to every parameter, in place of those that are bound.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException INVALID_PARAMETER when values are
  ///   missing, superfluous or cannot be bound; NUMERIC_VALUE_OUT_OF_RANGE
  void bind(Bindings bindings);

  /// Starts an execution whose rows are produced while they are read.
  ///
  /// @throws DuckDbFailure when it cannot be started
  Pending pendingStreaming();

  /// Starts an execution that keeps its whole result in memory, so that later statements on the
  /// connection do not end it.
  ///
  /// @throws DuckDbFailure when it cannot be started
  Pending pending();

  /// Idempotent.
  @Override
  void close();
}
