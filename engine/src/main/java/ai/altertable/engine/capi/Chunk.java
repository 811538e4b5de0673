package ai.altertable.engine.capi;

/// Some rows of a result, column by column: at most 2,048. Valid until it is closed; independent of
/// its result.
public final class Chunk implements AutoCloseable {
  private final CApi api;
  private final int rows;
  private long handle;

  Chunk(CApi api, long handle) {
    this.api = api;
    this.handle = handle;
    this.rows = Math.toIntExact(api.result().chunkSize.call(handle));
  }

  public int rows() {
    return rows;
  }

  /// @param column counted from 0
  public NativeVector vector(int column) {
    if (handle == 0) {
      throw new IllegalStateException("the chunk is closed");
    }
    return new NativeVector(api, api.result().chunkVector.call(handle, column));
  }

  /// Frees the rows. Idempotent.
  @Override
  public void close() {
    CApi.destroy(api.result().destroyChunk, handle);
    handle = 0;
  }
}
