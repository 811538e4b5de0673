package ai.altertable.launcher.server;

import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantSigner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Signs what the server itself asks of one worker, each time anew.
record PlatformGrants(
    InstantSource clock, GrantSigner signer, Environment environment, String worker) {
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  /// @param access the catalogs that the server wants to touch
  String issue(Map<String, Access> access) {
    Instant now = clock.instant();
    var validity = new Grant.Validity(worker, now, now.plus(LIFETIME));
    return signer.sign(Grant.ofPlatform(environment, access, validity));
  }
}
