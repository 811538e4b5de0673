package ai.altertable.worker.outbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log what an outbox loses, once in a while. Confined to the outbox's keeper.
final class DropWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(DropWarnings.class);
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant nextOfDrops = Instant.MIN;
  private Instant nextOfTrouble = Instant.MIN;
  private long told;

  DropWarnings(InstantSource clock) {
    this.clock = clock;
  }

  /// @param total how many have been dropped so far
  void dropped(long total) {
    Instant now = clock.instant();
    if (total > told && now.isAfter(nextOfDrops)) {
      LOG.warn(
          "{} reports of finished statements were dropped and will be missing in history, as they"
              + " could not be delivered for long or the disk is full",
          total - told);
      told = total;
      nextOfDrops = now.plus(BETWEEN);
    }
  }

  void inTrouble(Throwable failure) {
    Instant now = clock.instant();
    if (now.isAfter(nextOfTrouble)) {
      LOG.warn("the outbox cannot be written; history will miss statements until it can", failure);
      nextOfTrouble = now.plus(BETWEEN);
    }
  }
}
