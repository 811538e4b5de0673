package ai.altertable.engine.capi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/// The structs that DuckDB passes by value.
final class Structs {
  /// `duckdb_result`: five deprecated words, then the pointer that counts.
  static final StructLayout RESULT =
      MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /// `duckdb_query_progress_type`: percentage, rows processed, total rows.
  static final StructLayout PROGRESS = MemoryLayout.structLayout(JAVA_DOUBLE, JAVA_LONG, JAVA_LONG);

  /// `duckdb_hugeint` and `duckdb_uhugeint`: the lower word, then the upper.
  static final StructLayout HUGEINT = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG);

  /// `duckdb_decimal`: width, scale, six bytes of padding, the unscaled value.
  static final StructLayout DECIMAL =
      MemoryLayout.structLayout(JAVA_BYTE, JAVA_BYTE, MemoryLayout.paddingLayout(6), HUGEINT);

  /// `duckdb_date`.
  static final StructLayout DAYS = MemoryLayout.structLayout(JAVA_INT);

  /// `duckdb_time` and `duckdb_timestamp`.
  static final StructLayout MICROS = MemoryLayout.structLayout(JAVA_LONG);

  /// `duckdb_interval`: months, days, microseconds.
  static final StructLayout INTERVAL = MemoryLayout.structLayout(JAVA_INT, JAVA_INT, JAVA_LONG);

  private Structs() {}
}
