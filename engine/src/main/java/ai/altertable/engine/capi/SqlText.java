package ai.altertable.engine.capi;

import java.lang.foreign.Arena;

/// SQL on its way to DuckDB.
final class SqlText {
  private SqlText() {}

  /// Copies a text to native memory. C strings end with a zero byte, so DuckDB would not see what
  /// comes after one: such a text is refused.
  static long allocate(Arena arena, String sql) {
    int zero = sql.indexOf('\0');
    if (zero >= 0) {
      throw new DuckDbFailure(
          DuckDbErrorType.PARSER,
          DuckDbErrorType.PARSER.prefix()
              + "syntax error: the statement holds a zero byte at character "
              + (zero + 1));
    }
    return arena.allocateFrom(sql).address();
  }
}
