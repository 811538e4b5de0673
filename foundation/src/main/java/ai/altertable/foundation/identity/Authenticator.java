package ai.altertable.foundation.identity;

import ai.altertable.foundation.lifecycle.Secret;

/// Checks who a client claims to be. Safe for use by several threads; may block on PBKDF2 and on
/// the platform's database, so never call it on an event loop.
public interface Authenticator {
  /// @throws ai.altertable.foundation.error.PlatformException of kind UNAVAILABLE when the claim
  ///   cannot be checked at the moment
  Authentication authenticate(String name, Secret password);
}
