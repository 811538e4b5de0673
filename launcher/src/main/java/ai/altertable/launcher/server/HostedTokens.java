package ai.altertable.launcher.server;

import ai.altertable.controlplane.fleet.enrollment.EnrollmentTokens;
import ai.altertable.controlplane.fleet.enrollment.TokenRequest;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.time.Duration;

/// The tokens by which hosted workers enrol: a new one for each start of a process, good for as
/// long as that may take.
record HostedTokens(EnrollmentTokens tokens, Registration registration) {
  private static final Duration LIFE = Duration.ofMinutes(2);

  Secret token(Environment environment, String slug) {
    TokenRequest request = TokenRequest.ofHosted(environment, slug, LIFE);
    return registration.localToken(tokens.create(request, "scheduler").secret());
  }
}
