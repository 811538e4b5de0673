package ai.altertable.launcher.process;

import java.time.Instant;

/// Where a supervised process is in its life.
///
/// ```
/// Starting ──► Running ──► BackingOff ──► Starting …
///     │           │             │
///     ├───────────┴─────────────┼──► Stopping ──► Stopped
///     └─────────────────────────┴──► Failed
/// ```
public sealed interface ProcessState {
  record Starting() implements ProcessState {}

  record Running(long pid, Instant since) implements ProcessState {}

  /// Waiting for the next attempt.
  record BackingOff(Instant until, ProcessExit last) implements ProcessState {}

  record Stopping() implements ProcessState {}

  /// Ended because it was asked to.
  record Stopped() implements ProcessState {}

  /// Given up; nothing runs and nothing will be tried again.
  record Failed(String reason) implements ProcessState {}

  /// Whether this state is the last one.
  default boolean terminal() {
    return switch (this) {
      case Starting _, Running _, BackingOff _, Stopping _ -> false;
      case Stopped _, Failed _ -> true;
    };
  }
}
