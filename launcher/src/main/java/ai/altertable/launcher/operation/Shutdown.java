package ai.altertable.launcher.operation;

import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  /// One that has ended says nothing either.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private final Supplier<List<DrainedWorker>> workers;
  private final Duration limit;
  private final BooleanSupplier hurry;
  private final Consumer<String> console;

  /// @param hurry whether somebody does not want to wait; asked again and again
  /// @param console takes a line for the operator
  public Shutdown(
      Supplier<List<DrainedWorker>> workers,
      Duration limit,
      BooleanSupplier hurry,
      Consumer<String> console) {
    this.workers = workers;
    this.limit = limit;
    this.hurry = hurry;
    this.console = console;
  }

  /// Returns when all has ended or has been told to.
  public void run() {
    List<DrainedWorker> deaf = drain(workers.get());
    int busy = busy();
    if (busy == 0 && deaf.isEmpty()) {
      return;
    }
    console.accept(
        "Waiting for %d requests and open transactions, %d s at most; a second Ctrl-C ends them."
            .formatted(busy, limit.toSeconds()));
    if (awaitEnd(deaf, limit, hurry)) {
      return;
    }
    LOG.warn("{} requests and open transactions are ended", busy());
    workers.get().forEach(DrainedWorker::endEverything);
    if (!awaitEnd(List.of(), LAST_PATIENCE, () -> false)) {
      LOG.warn("{} of them have not ended yet", busy());
    }
  }

  /// @return those that could not be told, and run on
  private static List<DrainedWorker> drain(List<DrainedWorker> workers) {
    List<DrainedWorker> deaf = new ArrayList<>();
    for (DrainedWorker worker : workers) {
      try {
        worker.drainForGood();
      } catch (PlatformException failure) {
        LOG.warn(
            "worker {} does not hear that it is to drain: {}", worker.slug(), failure.logLine());
        deaf.add(worker);
      }
    }
    return deaf;
  }

  private int busy() {
    return workers.get().stream().mapToInt(worker -> worker.busy().orElse(0)).sum();
  }

  /// A worker that says nothing may be too busy to, and gets [#SILENCE_MAX].
  private boolean awaitEnd(List<DrainedWorker> untold, Duration within, BooleanSupplier noLonger) {
    long begin = System.nanoTime();
    List<DrainedWorker> deaf = untold;
    List<DrainedWorker> left = workers.get();
    while (true) {
      deaf = drain(deaf);
      long passed = System.nanoTime() - begin;
      left = left.stream().filter(worker -> isBusy(worker, passed)).toList();
      if (left.isEmpty()) {
        return true;
      }
      if (noLonger.getAsBoolean() || passed > within.toNanos() || !pause()) {
        return false;
      }
    }
  }

  private static boolean isBusy(DrainedWorker worker, long passed) {
    OptionalInt busy = worker.busy();
    return busy.isPresent() ? busy.getAsInt() > 0 : passed < SILENCE_MAX.toNanos();
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
