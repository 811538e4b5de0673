package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;

/// Views of Arrow's buffers, bound to the memory that they cover.
final class Layout {
  private Layout() {}

  /// The values of a vector whose values have `width` bytes each.
  static ByteBuffer fixed(FieldVector vector, int width) {
    if (vector instanceof BaseFixedWidthVector fixed && fixed.getTypeWidth() == width) {
      return view(fixed.getDataBuffer(), (long) width * fixed.getValueCount());
    }
    throw unexpected(vector, width + " bytes a value");
  }

  static BaseVariableWidthVector variable(FieldVector vector) {
    if (vector instanceof BaseVariableWidthVector variable) {
      return variable;
    }
    throw unexpected(vector, "values of variable width");
  }

  /// The offsets of `count` values: one more than there are values, 4 bytes each.
  static ByteBuffer offsets(ArrowBuf offsets, int count) {
    return view(offsets, count == 0 ? 0 : 4L * (count + 1));
  }

  static ByteBuffer view(ArrowBuf buffer, long bytes) {
    return buffer.nioBuffer(0, Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  static IllegalStateException unexpected(FieldVector vector, String expected) {
    return new IllegalStateException(
        "column '"
            + vector.getName()
            + "' came as "
            + vector.getMinorType()
            + " where "
            + expected
            + " belong");
  }
}
