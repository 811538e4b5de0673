package ai.altertable.foundation.session;

import java.util.List;
import java.util.Optional;

/// A statement that was parsed and bound. Belongs to its session and is confined as it is.
public interface PreparedQuery extends AutoCloseable {
  StatementKind kind();

  /// In order of their numbers (`$1`, `?`) or of their first appearance (`$name`).
  List<Parameter> parameters();

  /// The columns of the answer, known without executing. Empty where only execution tells: a PIVOT
  /// without IN.
  Optional<RowSchema> resultSchema();

  /// Executes the statement. The previous result of this session must be closed or read to its end.
  ///
  /// @param bindings one value for each of [#parameters]
  /// @throws ai.altertable.foundation.error.PlatformException SESSION_BUSY, INVALID_PARAMETER, and
  ///   whatever the statement fails with
  QueryResult execute(Bindings bindings, ExecuteOptions options);

  @Override
  void close();
}
