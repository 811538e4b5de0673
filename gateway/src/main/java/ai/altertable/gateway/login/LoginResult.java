package ai.altertable.gateway.login;

import ai.altertable.foundation.error.PlatformException;

/// What became of a check of credentials.
public sealed interface LoginResult {
  record Accepted(Login login) implements LoginResult {}

  /// @param reason for the client
  record Rejected(String reason) implements LoginResult {}

  /// The credentials could not be checked; they may be right.
  record Unchecked(PlatformException failure) implements LoginResult {}
}
