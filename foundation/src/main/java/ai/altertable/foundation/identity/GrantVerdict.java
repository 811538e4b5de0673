package ai.altertable.foundation.identity;

/// What a worker makes of a text that claims to be a grant.
public sealed interface GrantVerdict {
  record Valid(Grant grant) implements GrantVerdict {}

  /// @param reason for the log; a client is told no more than that it is refused
  record Refused(Reason reason) implements GrantVerdict {}

  /// Why a grant does not count.
  enum Reason {
    MISSING,
    MALFORMED,
    /// By a key that nobody has told this worker of, or that is believed no more.
    UNKNOWN_SIGNER,
    BADLY_SIGNED,
    /// It claims to be the platform's own, and a gateway has signed it.
    BEYOND_ITS_SIGNER,
    FOR_ANOTHER_WORKER,
    FOR_ANOTHER_ENVIRONMENT,
    FROM_THE_FUTURE,
    EXPIRED,
    REVOKED
  }
}
