package ai.altertable.foundation.session;

/// What an execution answers.
public sealed interface QueryResult extends AutoCloseable
    permits Rows, QueryResult.Changed, QueryResult.Done {
  /// Frees what the result holds; idempotent.
  @Override
  default void close() {}

  /// A data change.
  ///
  /// @param rows inserted, updated, deleted or copied
  record Changed(long rows) implements QueryResult {}

  /// A statement without rows: DDL, SET, BEGIN and their like.
  record Done() implements QueryResult {}
}
