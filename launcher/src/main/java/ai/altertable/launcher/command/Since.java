package ai.altertable.launcher.command;

import java.time.Duration;
import java.time.Instant;

/// How long ago something was, in a word.
final class Since {
  private Since() {}

  static String now(String instant) {
    return between(Instant.parse(instant), Instant.now());
  }

  static String between(Instant then, Instant now) {
    Duration time = then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
    if (time.toMinutes() == 0) {
      return time.toSeconds() + "s";
    }
    return time.toHours() == 0
        ? "%dm%02ds".formatted(time.toMinutes(), time.toSecondsPart())
        : "%dh%02dm".formatted(time.toHours(), time.toMinutesPart());
  }
}
