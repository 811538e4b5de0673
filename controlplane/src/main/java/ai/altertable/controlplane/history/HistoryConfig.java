package ai.altertable.controlplane.history;

import java.time.Duration;

/// How long history is.
///
/// @param retention how long a finished statement is kept, in whole days
public record HistoryConfig(Duration retention) {
  public static final int DAYS_MAX = 3650;

  public HistoryConfig {
    if (retention.toDays() < 1
        || retention.toDays() > DAYS_MAX
        || !retention.equals(Duration.ofDays(retention.toDays()))) {
      throw new IllegalArgumentException(
          "retention must be 1 to " + DAYS_MAX + " days, not " + retention);
    }
  }

  public static HistoryConfig defaults() {
    return new HistoryConfig(Duration.ofDays(30));
  }

  /// For who does not know how long history is to be, and must not shorten it.
  public static HistoryConfig longest() {
    return new HistoryConfig(Duration.ofDays(DAYS_MAX));
  }
}
