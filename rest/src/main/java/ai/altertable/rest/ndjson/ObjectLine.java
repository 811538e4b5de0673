package ai.altertable.rest.ndjson;

/// Writes one object as a line, member by member in the order of the calls: the first line of an
/// answer, or its error.
public final class ObjectLine {
  private final JsonBuffer out;
  private boolean empty = true;

  public ObjectLine(JsonBuffer out) {
    this.out = out;
    out.add((byte) '{');
  }

  public ObjectLine text(String name, String value) {
    name(name);
    out.addString(value);
    return this;
  }

  public ObjectLine number(String name, long value) {
    name(name);
    out.addAscii(Long.toString(value));
    return this;
  }

  public ObjectLine nothing(String name) {
    name(name);
    out.addNull();
    return this;
  }

  /// A member whose value is an object without members.
  public ObjectLine emptyObject(String name) {
    name(name);
    out.addAscii("{}");
    return this;
  }

  /// Ends the line.
  public void end() {
    out.addAscii("}\n");
  }

  private void name(String name) {
    if (!empty) {
      out.add((byte) ',');
    }
    empty = false;
    out.addString(name);
    out.add((byte) ':');
  }
}
