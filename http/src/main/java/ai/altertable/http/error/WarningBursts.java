package ai.altertable.http.error;

import ai.altertable.foundation.error.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/// Warnings of which many come at once, such as one for each request that a lost worker had.
///
/// The first of a burst is written at once and in full. Those that follow are counted, and written
/// in one line when a while has passed, with the ids that their clients were given; a burst ends
/// when a while brings none. No id is left out: after [#IDS_MAX] of them a line is written early.
///
/// Safe for use by several threads.
public final class WarningBursts implements AutoCloseable {
  /// So many ids, about four kilobytes, go into one line.
  static final int IDS_MAX = 40;

  private final Logger log;
  private final Executor later;

  /// By subject: what has not been written yet, as it comes. Guarded by this.
  private final Map<String, List<Warned>> bursts = new TreeMap<>();

  private record Warned(String requestId, String errorId) {
    @Override
    public String toString() {
      return requestId + " [" + errorId + "]";
    }
  }

  /// @param later runs what it is given when a while has passed
  WarningBursts(Logger log, Executor later) {
    this.log = log;
    this.later = later;
  }

  /// With a second for the while.
  public static WarningBursts of(Logger log) {
    return new WarningBursts(log, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
  }

  /// Writes or counts that `failure` happened to a request.
  ///
  /// @param subject what the warnings of a burst have in common, such as `worker w-1 was lost`; of
  ///   these there must be few
  /// @param detail what is particular to this one, for the log only
  public void warn(String subject, String detail, String requestId, PlatformException failure) {
    synchronized (this) {
      List<Warned> burst = bursts.get(subject);
      if (burst != null) {
        burst.add(new Warned(requestId, failure.id().toString()));
        if (burst.size() >= IDS_MAX) {
          write(subject, burst);
        }
        return;
      }
      bursts.put(subject, new ArrayList<>());
    }
    FailureLog.fields(log.atWarn(), requestId, "", failure)
        .log("{}: {}; request {} gets {}", subject, detail, requestId, failure.logLine());
    later.execute(() -> passed(subject));
  }

  private void passed(String subject) {
    synchronized (this) {
      List<Warned> burst = bursts.get(subject);
      if (burst == null || burst.isEmpty()) {
        bursts.remove(subject);
        return;
      }
      write(subject, burst);
    }
    later.execute(() -> passed(subject));
  }

  private void write(String subject, List<Warned> burst) {
    log.atWarn()
        .addKeyValue("error_ids", burst.stream().map(Warned::errorId).toList())
        .addKeyValue("request_ids", burst.stream().map(Warned::requestId).toList())
        .log(
            "{}, for {} more requests; they and their errors: {}",
            subject,
            burst.size(),
            burst.stream().map(Warned::toString).collect(Collectors.joining(", ")));
    burst.clear();
  }

  /// Writes what has been counted so far.
  @Override
  public synchronized void close() {
    bursts.forEach((subject, burst) -> {
      if (!burst.isEmpty()) {
        write(subject, burst);
      }
    });
    bursts.clear();
  }
}
