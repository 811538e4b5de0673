package ai.altertable.controlplane.bootstrap;

import ai.altertable.foundation.identity.Environment;
import java.util.Optional;

/// What there is after the flags were followed.
///
/// @param environment that of the users and databases
/// @param moved when the flags have changed which catalog is the default one
/// @param generated only at the first start, and only when the flags named nobody
public record Bootstrapped(
    Environment environment,
    Optional<MovedDefault> moved,
    Optional<GeneratedCredentials> generated) {
  /// The default catalog is another one than before.
  public record MovedDefault(String before, String now) {}
}
