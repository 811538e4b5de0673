package ai.altertable.launcher.worker;

import ai.altertable.launcher.process.UnixHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a worker that was started whether it takes requests yet, and tells when it does. Safe for
/// use by several threads; asks on a thread of its own.
final class ReadyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyWatch.class);
  private static final long PAUSE_MILLIS = 50;

  private final UnixHttp http;
  private final Runnable told;
  private int run;
  private boolean up;

  ReadyWatch(Path socket, Runnable told) {
    this.http = new UnixHttp(socket);
    this.told = told;
  }

  /// A process runs: ask it until it answers.
  synchronized void expect() {
    run++;
    int mine = run;
    Thread.ofVirtual().name("worker-ready").start(() -> ask(mine));
  }

  /// Whether the process that runs, or has just ended, has been announced.
  synchronized boolean hasServed() {
    return up;
  }

  /// The process is gone.
  synchronized void lost() {
    run++;
    up = false;
  }

  private void ask(int mine) {
    try {
      while (isCurrent(mine) && !answers()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      announce(mine);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() {
    try {
      return http.get("/ready").status() == 200;
    } catch (IOException notYet) {
      LOG.trace("not ready: {}", notYet.getMessage());
      return false;
    }
  }

  private synchronized boolean isCurrent(int mine) {
    return run == mine;
  }

  private synchronized void announce(int mine) {
    if (run == mine) {
      up = true;
      told.run();
    }
  }

  @Override
  public void close() {
    lost();
  }
}
