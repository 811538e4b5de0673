package ai.altertable.controlplane.management;

import ai.altertable.foundation.fleet.Load;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The workers, as the management API shows and orders them. Safe for use by several threads.
public interface Workers {
  /// @param state `pending`, `online`, `draining`, `lost` or `revoked`
  /// @param environment that it serves
  /// @param hosted whether the platform itself runs it
  /// @param load as it was last told
  record Worker(
      UUID id,
      String slug,
      String state,
      UUID environment,
      boolean hosted,
      Optional<String> version,
      Optional<String> address,
      Optional<Instant> seen,
      Instant created,
      Load load) {}

  /// Those of an organization, by slug; revoked ones are not among them.
  List<Worker> list(UUID organization);

  /// Lets nothing new begin at a worker, or again.
  ///
  /// @param by who wants it, for the record
  void drain(UUID worker, boolean on, UUID by);

  /// The worker is none any more: its certificate counts no longer, and its link ends.
  ///
  /// @param by who wants it, for the record
  void revoke(UUID worker, UUID by);
}
