package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/// MAP as an object. Keys that are no strings become the text of their JSON.
final class MapColumn implements JsonColumn {
  private final JsonColumn key;
  private final JsonColumn value;
  private final Nulls nulls = new Nulls();
  private ByteBuffer offsets = ByteBuffer.allocate(0);

  MapColumn(JsonColumn key, JsonColumn value) {
    this.key = key;
    this.value = value;
  }

  @Override
  public void load(FieldVector vector) {
    if (!(vector instanceof MapVector map)
        || !(map.getDataVector() instanceof StructVector entries)) {
      throw Layout.unexpected(vector, "maps");
    }
    nulls.load(vector);
    offsets = Layout.offsets(map.getOffsetBuffer(), map.getValueCount());
    key.load((FieldVector) entries.getChildByOrdinal(0));
    value.load((FieldVector) entries.getChildByOrdinal(1));
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    int from = offsets.getInt(row << 2);
    int to = offsets.getInt((row + 1) << 2);
    out.add((byte) '{');
    for (int i = from; i < to; i++) {
      if (i > from) {
        out.add((byte) ',');
      }
      key(i, out);
      out.add((byte) ':');
      value.write(i, out);
    }
    out.add((byte) '}');
  }

  private void key(int entry, JsonBuffer out) {
    int start = out.size();
    key.write(entry, out);
    if (out.bytes[start] != '"') {
      byte[] text = Arrays.copyOfRange(out.bytes, start, out.size());
      out.truncate(start);
      JsonStrings.write(text, 0, text.length, out);
    }
  }
}
