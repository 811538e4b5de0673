package ai.altertable.link.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/// Says who was refused and why: the first of many alike at once, the others counted, once a while.
///
/// Remembers a bounded number of callers; beyond them refusals are counted together. Safe for use
/// by several threads.
final class RefusalLog {
  static final int CALLERS_MAX = 1000;
  private static final String OTHERS = "others";

  private final Logger log;
  private final long whileNanos;
  private final Map<Refusal, Count> recent = new LinkedHashMap<>();

  /// @param address of the caller
  /// @param kind of refusals that are counted together
  private record Refusal(String address, String kind) {}

  private record Count(long sinceNanos, int more) {}

  RefusalLog(Logger log, Duration each) {
    this.log = log;
    this.whileNanos = each.toNanos();
  }

  /// @param kind without anything particular to the caller
  /// @param reason in full; no secret
  void refused(String address, String kind, String reason) {
    if (isFirst(address, kind)) {
      log.warn("refused {} from {}: {}", kind, address, reason);
    }
  }

  private synchronized boolean isFirst(String address, String kind) {
    Refusal refusal = new Refusal(address, kind);
    if (!recent.containsKey(refusal) && recent.size() >= CALLERS_MAX) {
      refusal = new Refusal(OTHERS, kind);
    }
    Count count = recent.get(refusal);
    if (count == null) {
      recent.put(refusal, new Count(System.nanoTime(), 0));
      return true;
    }
    recent.put(refusal, new Count(count.sinceNanos(), count.more() + 1));
    return false;
  }

  /// Writes what has been counted for a while. To be called every now and then.
  synchronized void flush() {
    long now = System.nanoTime();
    recent
        .entrySet()
        .removeIf(entry -> {
          if (now - entry.getValue().sinceNanos() < whileNanos) {
            return false;
          }
          if (entry.getValue().more() > 0) {
            log.warn(
                "refused {} from {}, {} times more",
                entry.getKey().kind(),
                entry.getKey().address(),
                entry.getValue().more());
          }
          return true;
        });
  }
}
