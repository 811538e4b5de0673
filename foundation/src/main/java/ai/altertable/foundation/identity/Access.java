package ai.altertable.foundation.identity;

/// What a principal may do with one catalog.
public enum Access {
  READ,
  WRITE
}
