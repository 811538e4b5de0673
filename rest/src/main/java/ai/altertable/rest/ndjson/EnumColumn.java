package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/// Labels, as strings made once.
final class EnumColumn implements JsonColumn {
  private final byte[][] labels;
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);
  private int width = 1;

  EnumColumn(List<String> labels) {
    this.labels = labels.stream().map(EnumColumn::encode).toArray(byte[][]::new);
  }

  @Override
  public void load(FieldVector vector) {
    width = labels.length <= 0xFF ? 1 : labels.length <= 0xFFFF ? 2 : 4;
    nulls.load(vector);
    values = Layout.fixed(vector, width);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.add(labels[index(row)]);
  }

  private int index(int row) {
    return switch (width) {
      case 1 -> Byte.toUnsignedInt(values.get(row));
      case 2 -> Short.toUnsignedInt(values.getShort(row << 1));
      default -> values.getInt(row << 2);
    };
  }

  private static byte[] encode(String label) {
    JsonBuffer buffer = new JsonBuffer(label.length() + 2, Integer.MAX_VALUE);
    buffer.addString(label);
    return Arrays.copyOf(buffer.array(), buffer.size());
  }
}
