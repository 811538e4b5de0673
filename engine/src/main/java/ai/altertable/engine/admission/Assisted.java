package ai.altertable.engine.admission;

/// What spare processors can help: an instance, whose tasks any thread may do.
public interface Assisted {
  /// Prepares a helper that does tasks of all its statements.
  ///
  /// @throws IllegalStateException when the instance has ended
  Helper helper();

  /// Somebody who does tasks.
  interface Helper {
    /// Does tasks, and waits for more, until it is [#dismiss]ed. On a platform thread.
    void work();

    /// Ends [#work] after the task at hand. Any thread, also before it has begun.
    void dismiss();
  }
}
