package ai.altertable.engine.capi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of an execution, read chunk by chunk. Confined to one thread at a time, as its
/// connection is; reading computes, so it is a platform thread's work.
///
/// A result that is produced while it is read ends when its connection prepares or executes
/// anything else. DuckDB may do so without a word; here it is an error.
public final class NativeResult implements AutoCloseable {
  private final ResultHandle handle;
  private final Connection connection;
  private final long stream;
  private final boolean streaming;
  private final ResultKind kind;
  private final List<ResultColumn> columns;
  private boolean ended;
  private boolean closed;
  private @Nullable DuckDbFailure failure;

  NativeResult(ResultHandle handle, Connection connection, long stream) {
    this.handle = handle;
    this.connection = connection;
    this.stream = stream;
    this.streaming = handle.api().streaming().isStreaming.call(handle.struct()) != 0;
    this.kind = ResultKind.of(handle.api().result().returnType.call(handle.struct()));
    this.columns = readColumns(handle);
  }

  public ResultKind kind() {
    return kind;
  }

  /// The columns of the rows; DuckDB gives pseudo columns (`Count`, `Success`) to results without.
  public List<ResultColumn> columns() {
    return columns;
  }

  /// The next chunk, of at least one row, or null at the end. The caller closes it. After an error,
  /// as after the end, further calls repeat the same answer.
  ///
  /// @throws DuckDbFailure when the execution fails: an error is never taken for the end
  public @Nullable Chunk fetch() {
    if (closed) {
      throw new IllegalStateException("the result is closed");
    }
    if (failure != null) {
      throw failure;
    }
    return ended ? null : fetchNext();
  }

  /// Whether [#fetch] has come to the end: nothing of the execution is left in the engine.
  public boolean isEnded() {
    return ended;
  }

  /// How many rows were changed, which reads the result; 0 for other results.
  public long changedRows() {
    return kind != ResultKind.CHANGED_ROWS
        ? 0
        : SmallRows.read(this).stream().mapToLong(row -> row.integer(0)).sum();
  }

  /// Gives up what was not read, which ends the execution. Idempotent.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      handle.destroy();
    }
  }

  private @Nullable Chunk fetchNext() {
    if (streaming && !connection.isAlive(stream)) {
      throw new IllegalStateException(
          "another statement was prepared or executed on the connection before these rows were"
              + " read to their end");
    }
    long chunk = handle.api().result().fetchChunk.call(handle.struct());
    if (chunk != 0) {
      return new Chunk(handle.api(), chunk);
    }
    if (handle.hasError()) {
      failure = connection.noteFailed(handle.failure());
      throw failure;
    }
    ended = true;
    return null;
  }

  private static List<ResultColumn> readColumns(ResultHandle handle) {
    CApi api = handle.api();
    long count = api.result().columnCount.call(handle.address());
    List<ResultColumn> columns = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      String name = NativeMemory.cString(api.result().columnName.call(handle.address(), i));
      long type = api.result().columnType.call(handle.address(), i);
      columns.add(new ResultColumn(name, LogicalTypes.take(api, type)));
    }
    return List.copyOf(columns);
  }
}
