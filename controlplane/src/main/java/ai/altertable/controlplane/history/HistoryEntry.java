package ai.altertable.controlplane.history;

import ai.altertable.foundation.history.FinishedStatement;
import ai.altertable.foundation.history.FinishedStatement.Failure;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.session.QueryRecord;
import java.util.Optional;

/// A finished statement, and where it ran.
///
/// @param environment with its slug of that time
/// @param worker its slug
public record HistoryEntry(Environment environment, String worker, FinishedStatement statement) {

  /// As the worker itself knew it.
  public QueryRecord record() {
    return new QueryRecord(
        statement.start(),
        statement.began(),
        Optional.of(statement.ended()),
        statement.failure().map(Failure::message),
        Optional.empty());
  }
}
