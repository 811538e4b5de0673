package ai.altertable.foundation.identity;

import java.util.UUID;

/// What a principal was allowed before its present revision counts no more: its password or role
/// has changed, or it is gone. Grants of an earlier revision are refused, and sessions opened by
/// them end.
///
/// @param principal its id
/// @param revision the first one that counts
public record Revocation(UUID principal, long revision) {
  /// The principal is gone: nothing counts any more.
  public static Revocation ofAll(UUID principal) {
    return new Revocation(principal, Long.MAX_VALUE);
  }
}
