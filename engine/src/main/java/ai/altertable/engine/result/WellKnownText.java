package ai.altertable.engine.result;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Geometries as DuckDB's cast to VARCHAR writes them, read from their binary form: little endian,
/// the type's number plus 1000 for a third and 2000 for a measured dimension (OGC 06-103r4 §8).
final class WellKnownText {
  private static final String[] NAMES = {
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION"
  };

  private final ByteBuffer binary;
  private final StringBuilder text = new StringBuilder();
  private int dimensions;

  private WellKnownText(ByteBuffer binary) {
    this.binary = binary;
  }

  static String of(byte[] binary) {
    WellKnownText writer =
        new WellKnownText(ByteBuffer.wrap(binary).order(ByteOrder.LITTLE_ENDIAN));
    writer.geometry();
    return writer.text.toString();
  }

  private void geometry() {
    int type = header();
    text.append(NAMES[type - 1]).append(flags());
    body(type);
  }

  /// Reads the head of a geometry, or of a part of one.
  private int header() {
    binary.get();
    int meta = binary.getInt() & 0xFFFF;
    dimensions = meta / 1000;
    int type = meta % 1000;
    if (type < 1 || type > NAMES.length) {
      throw new IllegalArgumentException("there is no geometry of type " + meta);
    }
    return type;
  }

  private String flags() {
    return switch (dimensions) {
      case 1 -> " Z ";
      case 2 -> " M ";
      case 3 -> " ZM ";
      default -> " ";
    };
  }

  private void body(int type) {
    switch (type) {
      case 1 -> point(true);
      case 2 -> list(this::vertex);
      case 3 -> list(() -> list(this::vertex));
      case 7 -> list(this::geometry);
      default -> list(this::part);
    }
  }

  /// A part of a multi-geometry, whose type goes without saying.
  private void part() {
    int type = header();
    if (type == 1) {
      point(false);
    } else {
      body(type);
    }
  }

  private void list(Runnable item) {
    int count = binary.getInt();
    if (count == 0) {
      text.append("EMPTY");
      return;
    }
    text.append('(');
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ", ");
      item.run();
    }
    text.append(')');
  }

  /// An empty point has no number in any dimension.
  private void point(boolean parentheses) {
    int start = binary.position();
    boolean empty = true;
    for (int i = 0; i < width(); i++) {
      empty &= Double.isNaN(binary.getDouble());
    }
    if (empty) {
      text.append("EMPTY");
      return;
    }
    binary.position(start);
    text.append(parentheses ? "(" : "");
    vertex();
    text.append(parentheses ? ")" : "");
  }

  private void vertex() {
    for (int i = 0; i < width(); i++) {
      text.append(i == 0 ? "" : " ");
      String number = NumberTexts.sql(binary.getDouble());
      text.append(number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
    }
  }

  private int width() {
    return 2 + Integer.bitCount(dimensions);
  }
}
