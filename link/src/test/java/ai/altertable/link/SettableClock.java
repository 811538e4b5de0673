package ai.altertable.link;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The system's clock, set wrong by as much as a test wants.
public final class SettableClock extends Clock {
  private volatile Duration ahead = Duration.ZERO;

  public static SettableClock ahead(Duration by) {
    SettableClock clock = new SettableClock();
    clock.set(by);
    return clock;
  }

  public void set(Duration aheadBy) {
    ahead = aheadBy;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("tests need none");
  }
}
