package ai.altertable.foundation.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is known of a query, running or ended.
///
/// @param end empty while it runs
/// @param error what the client was told, when it failed
/// @param progress only while it runs, and only when the engine can tell
public record QueryRecord(
    QueryStart start,
    Instant began,
    Optional<Instant> end,
    Optional<String> error,
    Optional<QueryProgress> progress) {

  /// From acceptance to its end, or until now.
  public Duration duration(Instant now) {
    return Duration.between(began, end.orElse(now));
  }
}
