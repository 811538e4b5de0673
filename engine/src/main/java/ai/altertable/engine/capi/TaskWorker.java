package ai.altertable.engine.capi;

/// Does tasks of a database's executions beside the threads that drive them. [#work] is for one
/// platform thread, once; [#stop] for any.
public final class TaskWorker {
  private final CApi api;
  private final Database database;

  // Guarded by this.
  private long state;

  TaskWorker(CApi api, Database database, long state) {
    this.api = api;
    this.database = database;
    this.state = state;
  }

  /// Does tasks, and waits for more without using a processor, until it is told to [#stop].
  public void work() {
    try {
      // The state is given up here alone.
      api.task().execute.call(state());
    } finally {
      end();
    }
  }

  private synchronized long state() {
    return state;
  }

  private synchronized void end() {
    long last = state;
    state = 0;
    api.task().destroyState.call(last);
    database.left(this);
  }

  /// Lets [#work] end after the task at hand; at once when it has not begun. Does not wait for it.
  public synchronized void stop() {
    if (state != 0) {
      api.task().finish.call(state);
    }
  }
}
