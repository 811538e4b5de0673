package ai.altertable.controlplane.history;

import java.time.Duration;

/// How long history is.
///
/// @param retention how long a finished statement is kept, in whole days
public record HistoryConfig(Duration retention) {
  public HistoryConfig {
    if (retention.toDays() < 1
        || retention.toDays() > 3650
        || !retention.equals(Duration.ofDays(retention.toDays()))) {
      throw new IllegalArgumentException("retention must be 1 to 3650 days, not " + retention);
    }
  }

  public static HistoryConfig defaults() {
    return new HistoryConfig(Duration.ofDays(30));
  }
}
