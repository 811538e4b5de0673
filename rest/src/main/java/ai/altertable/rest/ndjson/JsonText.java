package ai.altertable.rest.ndjson;

import java.util.Arrays;

/// Copies JSON text into a line: checked, and without white space between its parts. DuckDB's JSON
/// is a little wider than RFC 8259; what is too wide is narrowed: a comma before a closing bracket
/// is left out, NaN and infinities become `null`. What is no JSON at all becomes a string.
///
/// Needs no recursion, so that the depth of a value is bound by its size only. Confined to one
/// thread.
final class JsonText {
  private final JsonScalars scalars = new JsonScalars();
  private JsonBuffer out = new JsonBuffer(0, 0);

  /// The brackets that are open, as the bytes that close them.
  private byte[] open = new byte[16];

  private int depth;

  /// Whether nothing stands inside the innermost bracket yet.
  private boolean fresh;

  /// Writes the value that stands in `text` up to `end`; not the buffer's own array.
  void write(byte[] text, int end, JsonBuffer target) {
    out = target;
    int start = out.size();
    scalars.read(text, end, out);
    depth = 0;
    if (!document()) {
      out.truncate(start);
      JsonStrings.write(text, 0, end, out);
    }
  }

  private boolean document() {
    if (!value()) {
      return false;
    }
    while (depth > 0) {
      if (!next(open[depth - 1])) {
        return false;
      }
    }
    return scalars.atEnd();
  }

  /// Goes on inside the innermost bracket.
  private boolean next(byte close) {
    if (scalars.take(close)) {
      return close(close);
    }
    if (!fresh) {
      if (!scalars.take((byte) ',')) {
        return false;
      }
      if (scalars.take(close)) {
        return close(close);
      }
      out.add((byte) ',');
    }
    fresh = false;
    return close == ']' ? value() : member();
  }

  private boolean member() {
    if (scalars.peek() != '"' || !scalars.copy() || !scalars.take((byte) ':')) {
      return false;
    }
    out.add((byte) ':');
    return value();
  }

  /// Copies a scalar, or opens a bracket.
  private boolean value() {
    if (scalars.take((byte) '{')) {
      return open((byte) '{', (byte) '}');
    }
    if (scalars.take((byte) '[')) {
      return open((byte) '[', (byte) ']');
    }
    return scalars.copy();
  }

  private boolean open(byte sign, byte close) {
    if (depth == open.length) {
      open = Arrays.copyOf(open, depth * 2);
    }
    open[depth++] = close;
    out.add(sign);
    fresh = true;
    return true;
  }

  private boolean close(byte sign) {
    depth--;
    out.add(sign);
    fresh = false;
    return true;
  }
}
