package ai.altertable.launcher.operation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first part of a server's end: nothing new begins, what runs may end in its time, and what
/// has not ended then is told so.
///
/// ```
///   drain ──all has ended──────────────▶ done
///     └──limit, or somebody hurries──▶ end everything ──a little later──▶ done
/// ```
public final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final long POLL_MILLIS = 100;

  /// For clients to be told.
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

  private final List<DrainedWorker> workers;
  private final Duration limit;
  private final BooleanSupplier hurry;
  private final Consumer<String> console;

  /// @param hurry whether somebody does not want to wait; asked again and again
  /// @param console takes a line for the operator
  public Shutdown(
      List<DrainedWorker> workers,
      Duration limit,
      BooleanSupplier hurry,
      Consumer<String> console) {
    this.workers = List.copyOf(workers);
    this.limit = limit;
    this.hurry = hurry;
    this.console = console;
  }

  /// Returns when all has ended or has been told to.
  public void run() {
    workers.forEach(Shutdown::drain);
    int busy = busy();
    if (busy == 0) {
      return;
    }
    console.accept(
        "Waiting for %d queries, uploads and open transactions, %d s at most; a second Ctrl-C ends them."
            .formatted(busy, limit.toSeconds()));
    if (awaitEnd(limit, hurry)) {
      return;
    }
    LOG.warn("{} queries, uploads and open transactions are ended", busy());
    workers.forEach(DrainedWorker::endEverything);
    if (!awaitEnd(LAST_PATIENCE, () -> false)) {
      LOG.warn("{} of them have not ended yet", busy());
    }
  }

  private static void drain(DrainedWorker worker) {
    try {
      worker.set(true);
    } catch (RuntimeException failure) {
      LOG.info("worker {} cannot be drained: {}", worker.slug(), failure.getMessage());
    }
  }

  private int busy() {
    return workers.stream().mapToInt(DrainedWorker::busy).sum();
  }

  private boolean awaitEnd(Duration within, BooleanSupplier noLonger) {
    long deadline = System.nanoTime() + within.toNanos();
    while (busy() > 0) {
      if (noLonger.getAsBoolean() || System.nanoTime() - deadline > 0) {
        return false;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
