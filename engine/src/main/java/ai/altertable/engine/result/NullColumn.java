package ai.altertable.engine.result;

import ai.altertable.engine.capi.NativeVector;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/// Nothing but NULLs.
final class NullColumn implements ColumnBuffer {
  private long rows;

  @Override
  public void append(NativeVector vector, long from, long count) {
    rows += count;
  }

  @Override
  public long bytes(NativeVector vector, long from, long count) {
    return 0;
  }

  @Override
  public void load(FieldVector target) {
    target.loadFieldBuffers(new ArrowFieldNode(rows, rows), List.of());
  }

  @Override
  public void clear() {
    rows = 0;
  }

  @Override
  public void close() {
    rows = 0;
  }
}
