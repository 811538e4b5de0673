package ai.altertable.engine.capi;

import java.util.concurrent.locks.LockSupport;

/// An execution that was started, driven step by step by its caller while DuckDB's own threads work
/// at it too. Confined to one thread at a time, as its connection is.
public final class Pending implements AutoCloseable {
  private static final long PAUSE_NANOS_MIN = 20_000;
  private static final long PAUSE_NANOS_MAX = 1_000_000;

  private final CApi api;
  private final Connection connection;
  private final long stream;
  private long handle;
  private boolean finished;

  Pending(CApi api, Connection connection, long stream, long handle) {
    this.api = api;
    this.connection = connection;
    this.stream = stream;
    this.handle = handle;
  }

  /// Does a piece of the work on the calling thread, typically a few milliseconds of it.
  ///
  /// @throws DuckDbFailure when the execution fails
  public PendingState executeTask() {
    long state = api.statement().executeTask.call(open());
    return switch ((int) state) {
      case 0 -> PendingState.READY;
      case 1 -> PendingState.NOT_READY;
      case 3 -> PendingState.NO_TASKS_AVAILABLE;
      default -> throw failure();
    };
  }

  /// Does what is left of the work, waits for it, and gives the result: of a streaming execution as
  /// soon as there are rows to read.
  ///
  /// @throws DuckDbFailure when the execution fails
  public NativeResult result() {
    long own = open();
    ResultHandle result = ResultHandle.allocate(api);
    long state = api.statement().executePending.call(own, result.address());
    finished = true;
    return result.checked(state, connection, stream);
  }

  /// Drives the execution until there is a result, and pauses while only DuckDB's own threads can
  /// go on: [#result] alone would spin meanwhile.
  ///
  /// @param check called between the steps; what it throws ends the wait
  /// @throws DuckDbFailure when the execution fails
  public NativeResult await(Runnable check) {
    long pause = PAUSE_NANOS_MIN;
    while (true) {
      check.run();
      switch (executeTask()) {
        case READY -> {
          return result();
        }
        case NOT_READY -> pause = PAUSE_NANOS_MIN;
        case NO_TASKS_AVAILABLE -> {
          LockSupport.parkNanos(pause);
          pause = Math.min(pause * 2, PAUSE_NANOS_MAX);
        }
      }
    }
  }

  /// Gives up what was not executed. Does not touch a result that was given out. Idempotent.
  ///
  /// DuckDB forgets nothing of it: the connection's next statement would first do what is left of
  /// its tasks, however long that takes, unless it finds them interrupted.
  @Override
  public void close() {
    if (handle != 0 && !finished) {
      connection.giveUp();
    }
    CApi.destroy(api.statement().destroyPending, handle);
    handle = 0;
  }

  DuckDbFailure closeAfterFailure() {
    DuckDbFailure failure = failure();
    close();
    return failure;
  }

  private DuckDbFailure failure() {
    return connection.noteFailed(
        DuckDbFailure.of(NativeMemory.cString(api.statement().pendingError.call(handle))));
  }

  private long open() {
    if (handle == 0) {
      throw new IllegalStateException("the execution is closed");
    }
    return handle;
  }
}
