package ai.altertable.launcher.process;

/// A child process that is kept running. Made by [Supervisor#start]. Safe for use by several
/// threads.
public final class SupervisedProcess implements AutoCloseable {
  private final Supervision supervision;
  private final Thread thread;

  SupervisedProcess(Supervision supervision, Thread thread) {
    this.supervision = supervision;
    this.thread = thread;
  }

  public String name() {
    return supervision.name();
  }

  public ProcessState state() {
    return supervision.state();
  }

  /// How often it was started again since it was first started.
  public int restarts() {
    return supervision.restarts();
  }

  /// Stops the process in order and returns when it has ended: SIGTERM and the end of its standard
  /// input first, SIGKILL after its deadline, or at once when the caller is interrupted. Harmless
  /// when it has ended already.
  public void stop() {
    try {
      supervision.stop();
      if (!thread.equals(Thread.currentThread())) {
        thread.join();
      }
    } catch (InterruptedException interrupted) {
      supervision.killNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
