package ai.altertable.rest.ndjson;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;

/// STRUCT as an object, or as an array when its members have no names.
final class StructColumn implements JsonColumn {
  private final JsonColumn[] members;
  private final byte[][] labels;
  private final boolean named;
  private final Nulls nulls = new Nulls();

  /// @param names of the members; all empty in an unnamed struct
  StructColumn(List<String> names, List<JsonColumn> members) {
    this.members = members.toArray(new JsonColumn[0]);
    this.named = names.stream().anyMatch(name -> !name.isEmpty());
    this.labels = names.stream().map(name -> label(name, named)).toArray(byte[][]::new);
  }

  @Override
  public void load(FieldVector vector) {
    if (!(vector instanceof StructVector struct) || struct.size() != members.length) {
      throw Layout.unexpected(vector, "structs of " + members.length);
    }
    nulls.load(vector);
    for (int i = 0; i < members.length; i++) {
      members[i].load((FieldVector) struct.getChildByOrdinal(i));
    }
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    out.add((byte) (named ? '{' : '['));
    for (int i = 0; i < members.length; i++) {
      if (i > 0) {
        out.add((byte) ',');
      }
      out.add(labels[i]);
      members[i].write(row, out);
    }
    out.add((byte) (named ? '}' : ']'));
  }

  private static byte[] label(String name, boolean named) {
    if (!named) {
      return new byte[0];
    }
    JsonBuffer buffer = new JsonBuffer(name.length() + 3, Integer.MAX_VALUE);
    buffer.addString(name);
    buffer.add((byte) ':');
    return Arrays.copyOf(buffer.array(), buffer.size());
  }
}
