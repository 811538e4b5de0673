package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import ai.altertable.foundation.session.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads small results of our own as objects.
final class SmallRows {
  private SmallRows() {}

  static List<Row> read(NativeResult result) {
    List<Row> rows = new ArrayList<>();
    while (true) {
      try (Chunk chunk = result.fetch()) {
        if (chunk == null) {
          return rows;
        }
        for (int row = 0; row < chunk.rows(); row++) {
          rows.add(row(chunk, row, result.columns()));
        }
      }
    }
  }

  private static Row row(Chunk chunk, int row, List<ResultColumn> columns) {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (int column = 0; column < columns.size(); column++) {
      NativeVector vector = chunk.vector(column);
      values.add(isNull(vector, row) ? null : value(vector, row, columns.get(column)));
    }
    return new Row(values);
  }

  private static boolean isNull(NativeVector vector, int row) {
    long validity = vector.validity();
    return validity != 0
        && (NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, validity + 8L * (row >> 6)) >>> row & 1) == 0;
  }

  private static Object value(NativeVector vector, int row, ResultColumn column) {
    long cells = vector.cells();
    if (!(column.type() instanceof SqlType.Simple simple)) {
      throw unreadable(column);
    }
    return switch (simple) {
      case BOOLEAN -> NativeMemory.ALL.get(JAVA_BYTE, cells + row) != 0;
      case TINYINT -> (long) NativeMemory.ALL.get(JAVA_BYTE, cells + row);
      case UTINYINT -> NativeMemory.ALL.get(JAVA_BYTE, cells + row) & 0xFFL;
      case SMALLINT -> (long) NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, cells + 2L * row);
      case USMALLINT -> NativeMemory.ALL.get(JAVA_SHORT_UNALIGNED, cells + 2L * row) & 0xFFFFL;
      case INTEGER -> (long) NativeMemory.ALL.get(JAVA_INT_UNALIGNED, cells + 4L * row);
      case UINTEGER -> Integer.toUnsignedLong(intAt(cells, row));
      case BIGINT, UBIGINT -> NativeMemory.ALL.get(JAVA_LONG_UNALIGNED, cells + 8L * row);
      case DOUBLE -> NativeMemory.ALL.get(JAVA_DOUBLE_UNALIGNED, cells + 8L * row);
      case VARCHAR, JSON -> text(cells + 16L * row);
      default -> throw unreadable(column);
    };
  }

  private static int intAt(long cells, int row) {
    return NativeMemory.ALL.get(JAVA_INT_UNALIGNED, cells + 4L * row);
  }

  private static String text(long cell) {
    int length = NativeMemory.ALL.get(JAVA_INT_UNALIGNED, cell);
    return NativeMemory.text(length <= 12 ? cell + 4 : NativeMemory.pointer(cell + 8), length);
  }

  private static IllegalStateException unreadable(ResultColumn column) {
    return new IllegalStateException(
        "column \"" + column.name() + "\" is " + column.type() + "; cast it to VARCHAR or BIGINT");
  }
}
