package ai.altertable.foundation.session;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// A stream of rows, pulled batch by batch: no more than one batch is produced that was not asked
/// for. Confined to the session's thread.
public non-sealed interface Rows extends QueryResult {
  RowSchema schema();

  /// The next batch, of at least one row, or null at the end. A batch is valid until the next call
  /// and until [#close]; the stream owns it.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException when the query fails: an error is
  ///   never taken for the end. After it, as after the end, further calls repeat the same answer.
  @Nullable VectorSchemaRoot next();

  /// Cancels what has not been read; idempotent.
  @Override
  void close();
}
