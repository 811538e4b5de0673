package ai.altertable.foundation.session;

/// Where a session stands with its transaction.
public enum TransactionStatus {
  /// Each statement is its own transaction.
  IDLE,
  /// Inside BEGIN … COMMIT.
  ACTIVE,
  /// A statement of the transaction failed; only ROLLBACK is accepted.
  FAILED
}
