package ai.altertable.gateway.login;

import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;

/// What became of a check of credentials.
public sealed interface LoginResult {
  record Accepted(Login login) implements LoginResult {}

  /// @param reason for the client
  record Rejected(String reason) implements LoginResult {}

  /// The credentials are not checked, as too many wrong ones came from where these come from.
  record Throttled(PlatformException failure, Duration retryAfter) implements LoginResult {}

  /// The credentials could not be checked; they may be right.
  record Unchecked(PlatformException failure) implements LoginResult {}
}
