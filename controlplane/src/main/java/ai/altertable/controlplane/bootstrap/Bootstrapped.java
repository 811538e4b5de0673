package ai.altertable.controlplane.bootstrap;

import ai.altertable.foundation.identity.Environment;
import java.util.Optional;

/// What there is after the flags were followed.
///
/// @param environment that of the users and databases
/// @param generated only at the first start, and only when the flags named nobody
public record Bootstrapped(Environment environment, Optional<GeneratedCredentials> generated) {}
