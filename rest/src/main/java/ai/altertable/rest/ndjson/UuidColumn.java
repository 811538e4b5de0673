package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;

/// UUIDs of 16 bytes, the highest first.
final class UuidColumn implements JsonColumn {
  private final Nulls nulls = new Nulls();
  private ByteBuffer values = ByteBuffer.allocate(0);

  @Override
  public void load(FieldVector vector) {
    nulls.load(vector);
    values = Layout.fixed(vector, 16);
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.reserve(38);
    byte[] bytes = out.bytes;
    int place = out.position;
    bytes[place++] = '"';
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        bytes[place++] = '-';
      }
      Hex.write(values.get((row << 4) + i), bytes, place);
      place += 2;
    }
    bytes[place++] = '"';
    out.position = place;
  }
}
