package ai.altertable.engine.capi;

import java.lang.foreign.MemorySegment;

/// The struct that names a result of DuckDB's, in memory that is not bound to a thread.
///
/// @param struct as it is passed by value
record ResultHandle(CApi api, MemorySegment struct) {
  static ResultHandle allocate(CApi api) {
    long size = Structs.RESULT.byteSize();
    MemorySegment struct =
        NativeMemory.ALL.asSlice(api.instance().malloc.call(size), Structs.RESULT);
    return new ResultHandle(api, struct.fill((byte) 0));
  }

  long address() {
    return struct.address();
  }

  /// Makes a result of what an execution left here.
  ///
  /// @param state 0 for success
  /// @throws DuckDbFailure when it failed; everything is freed then
  NativeResult checked(long state, Connection connection, long stream) {
    try {
      if (state != 0) {
        throw connection.noteFailed(failure());
      }
      return new NativeResult(this, connection, stream);
    } catch (RuntimeException failure) {
      destroy();
      throw failure;
    }
  }

  boolean hasError() {
    return api.result().error.call(address()) != 0
        && !NativeMemory.cString(api.result().error.call(address())).isEmpty();
  }

  DuckDbFailure failure() {
    String text = NativeMemory.cString(api.result().error.call(address()));
    return text.isEmpty()
        ? new DuckDbFailure(DuckDbErrorType.INTERNAL, "DuckDB failed without saying why")
        : DuckDbFailure.of(api.result().errorType.call(address()), text);
  }

  void destroy() {
    api.result().destroyResult.call(address());
    api.instance().free.call(address());
  }
}
