package ai.altertable.controlplane.environment;

import ai.altertable.foundation.identity.Environment;
import java.time.Instant;

/// An environment as those who look after it see it.
///
/// @param place what was said about where it is
record EnvironmentEntry(
    Environment environment, String name, Place place, Instant created, Instant updated) {
  /// Where an environment is said to be. It means nothing to the platform.
  ///
  /// @param provider `hetzner` or `aws`
  record Place(String provider, String region) {}
}
