package ai.altertable.controlplane.management;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The gateways that run apart, as the management API shows and orders them. Safe for use by
/// several threads.
public interface Gateways {
  /// @param state `pending`, `online`, `draining` or `lost`
  record Gateway(
      UUID id,
      String slug,
      String state,
      Optional<String> version,
      Optional<Instant> seen,
      Instant created) {}

  /// Those of an organization, by slug; revoked ones are not among them.
  List<Gateway> list(UUID organization);

  /// The gateway is none any more: what it signs counts no longer, and its connections end.
  ///
  /// @param by who wants it, for the record
  void revoke(UUID gateway, UUID by);
}
