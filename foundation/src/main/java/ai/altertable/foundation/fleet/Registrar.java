package ai.altertable.foundation.fleet;

import ai.altertable.foundation.lifecycle.Secret;
import java.util.UUID;

/// Decides who becomes and who stays a member. Safe for use by several threads, which it blocks.
public interface Registrar {
  /// What comes of a claim to be, or become, a member. Reasons are for the log and for whoever
  /// operates the member: they say what to do, and nothing that helps to guess a token.
  sealed interface Decision {
    record Admitted(Member member) implements Decision {}

    record Refused(String reason) implements Decision {}
  }

  /// Redeems an enrollment token, which works once.
  ///
  /// @param secret the token's
  /// @param from the address of whoever asks, for the audit
  Decision enroll(Secret secret, String from);

  /// Whether one that shows a certificate of ours, and has been a member, still is.
  Decision admit(UUID member);
}
