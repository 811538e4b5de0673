package ai.altertable.foundation.identity;

/// The protocol by which a client came.
public enum ClientInterface {
  HTTP,
  FLIGHT,
  POSTGRES,
  /// None: the server asks by itself. No grant for a client ever says so.
  PLATFORM
}
