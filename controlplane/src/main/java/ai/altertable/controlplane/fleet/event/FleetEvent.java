package ai.altertable.controlplane.fleet.event;

import java.time.Instant;
import java.util.Locale;

/// Something that has happened to a member, or to somebody who would have become one.
///
/// @param who asked for it, or the address that it came from
/// @param slug the member's; empty when it is none
/// @param detail for operators; no secret
public record FleetEvent(Instant at, What what, String who, String slug, String detail) {
  /// What operators look for.
  public enum What {
    TOKEN_MADE,
    TOKEN_REVOKED,
    ENROLLED,
    ENROLLMENT_REFUSED,
    ADMISSION_REFUSED,
    DRAINED,
    RESUMED,
    STOPPED,
    REVOKED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static What of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
