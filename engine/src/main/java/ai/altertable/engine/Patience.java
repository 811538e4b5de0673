package ai.altertable.engine;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import java.time.Duration;

/// How long a statement may keep a worker that looks at no interrupt meanwhile.
///
/// @param preparing to parse, bind and plan a statement; then it is told to stop
/// @param stopping that a statement may go on when it was told to stop; then the worker ends
public record Patience(Duration preparing, Duration stopping) {
  public static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(60), Duration.ofSeconds(30));

  public Patience {
    requirePositive("preparing", preparing);
    requirePositive("stopping", stopping);
  }
}
