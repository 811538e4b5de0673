package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.datadir.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;

/// The clock: whether it runs evenly, whether it stands after the moment at which the data
/// directory was made, and whether time zones are known.
record ClockCheck(Clock clock, Path directory) implements Check {
  private static final Duration WATCHED = Duration.ofMillis(300);
  private static final Duration JUMP = Duration.ofMillis(100);
  private static final String ZONE = "America/New_York";

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Finding look() throws IOException, InterruptedException {
    Instant now = clock.instant();
    Optional<Instant> made = DataDirectory.made(directory);
    if (made.isPresent() && made.get().isAfter(now)) {
      return new Finding.Problem(
          "The clock says " + now + ", and the data directory was made at " + made.get() + ".",
          "Set the clock (NTP): certificates, sessions and snapshots go by it.");
    }
    Duration jump = jump();
    if (jump.compareTo(JUMP) > 0) {
      return new Finding.Warning(
          "The clock jumped by %d ms within %d ms.".formatted(jump.toMillis(), WATCHED.toMillis()),
          "See what sets it: only one service should, and slowly.");
    }
    try {
      ZoneId.of(ZONE);
      return new Finding.Fine(
          "It is %s; time zones are those of %s."
              .formatted(now, ZoneRulesProvider.getVersions(ZONE).lastEntry().getKey()));
    } catch (DateTimeException missing) {
      return new Finding.Problem(
          "This Java knows no time zones: " + missing.getMessage() + ".", "Use a complete JDK.");
    }
  }

  /// How far the clock has gone another way than the time that passed.
  private Duration jump() throws InterruptedException {
    Instant wall = clock.instant();
    long steady = System.nanoTime();
    Thread.sleep(WATCHED);
    long passed = System.nanoTime() - steady;
    return Duration.between(wall, clock.instant()).minusNanos(passed).abs();
  }
}
