package ai.altertable.foundation.identity;

/// The protocol by which a client came.
public enum ClientInterface {
  HTTP,
  FLIGHT,
  POSTGRES
}
