package ai.altertable.link.client;

import java.time.Instant;

/// How a member's link is.
///
/// ```
/// Connecting ─▶ Connected ─▶ Lost ─▶ Connecting …
///      │                      ▲
///      ├──────────────────────┘
///      └─▶ Refused ─▶ Connected | Lost       any ─▶ Closed
/// ```
public sealed interface LinkState {
  record Connecting(String address) implements LinkState {}

  record Connected(String address, Instant since) implements LinkState {}

  /// It is not there now, and is tried again.
  record Lost(String reason, Instant since) implements LinkState {}

  /// The control plane has said no. It is asked again now and then, while the state stays, but
  /// somebody has to act: mostly, enrol the member again.
  record Refused(String reason, Instant since) implements LinkState {}

  record Closed() implements LinkState {}
}
