package ai.altertable.rest.ndjson;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;

/// UNION as the value of the member that the tag names.
final class UnionColumn implements JsonColumn {
  private final JsonColumn[] members;
  private final Nulls nulls = new Nulls();
  private ByteBuffer tags = ByteBuffer.allocate(0);

  UnionColumn(List<JsonColumn> members) {
    this.members = members.toArray(new JsonColumn[0]);
  }

  @Override
  public void load(FieldVector vector) {
    if (!(vector instanceof StructVector struct) || struct.size() != members.length + 1) {
      throw Layout.unexpected(vector, "a tag and " + members.length + " members");
    }
    nulls.load(vector);
    tags = Layout.fixed((FieldVector) struct.getChildByOrdinal(0), 1);
    for (int i = 0; i < members.length; i++) {
      members[i].load((FieldVector) struct.getChildByOrdinal(i + 1));
    }
  }

  @Override
  public void write(int row, JsonBuffer out) {
    if (nulls.at(row)) {
      out.addNull();
      return;
    }
    members[Byte.toUnsignedInt(tags.get(row))].write(row, out);
  }
}
