package ai.altertable.engine.capi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The statements that DuckDB's parser makes of a text. Short-lived: nobody holds it beyond a
/// method.
///
/// @param handle DuckDB's object
/// @param count of statements, at least one
record Extracted(CApi api, Connection connection, long handle, long count)
    implements AutoCloseable {

  /// @throws DuckDbFailure when the text cannot be parsed, or holds no statement
  static Extracted of(CApi api, Connection connection, String sql) {
    try (Arena arena = Arena.ofConfined()) {
      long text = SqlText.allocate(arena, sql);
      MemorySegment cell = arena.allocate(ValueLayout.JAVA_LONG);
      connection.endStream();
      long count = api.statement().extract.call(connection.handle(), text, cell.address());
      Extracted extracted =
          new Extracted(api, connection, cell.get(ValueLayout.JAVA_LONG, 0), count);
      if (count == 0) {
        throw extracted.failure();
      }
      return extracted;
    }
  }

  static NativeStatement prepare(CApi api, Connection connection, String sql) {
    try (Extracted extracted = of(api, connection, sql)) {
      return extracted.count() == 1
          ? new PreparedStatement(api, connection, sql, extracted.prepare(0))
          : new ScriptStatement(api, connection, sql);
    }
  }

  /// @return DuckDB's prepared statement, which the caller destroys
  /// @throws DuckDbFailure when the statement cannot be bound
  long prepare(long index) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cell = arena.allocate(ValueLayout.JAVA_LONG);
      long state =
          api.statement().prepareExtracted.call(connection.handle(), handle, index, cell.address());
      long statement = cell.get(ValueLayout.JAVA_LONG, 0);
      if (state != 0) {
        String text = NativeMemory.cString(api.statement().prepareError.call(statement));
        CApi.destroy(api.statement().destroyPrepared, statement);
        throw connection.noteRefused(DuckDbFailure.of(text));
      }
      return statement;
    }
  }

  @Override
  public void close() {
    CApi.destroy(api.statement().destroyExtracted, handle);
  }

  private DuckDbFailure failure() {
    String text = NativeMemory.cString(api.statement().extractError.call(handle));
    close();
    return text.isEmpty()
        ? new DuckDbFailure(
            DuckDbErrorType.PARSER, DuckDbErrorType.PARSER.prefix() + "the text holds no statement")
        : connection.noteRefused(DuckDbFailure.of(text));
  }
}
