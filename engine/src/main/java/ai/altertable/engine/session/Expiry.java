package ai.altertable.engine.session;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;

/// Why a transaction was rolled back that its client had not ended.
enum Expiry {
  IDLE("it was idle for too long; send ROLLBACK and begin again"),

  /// Nothing but rolling back was left to do.
  FAILED("a statement of it had failed; send ROLLBACK"),

  /// Others waited for what it held.
  OVERDUE(
      "it kept other users from writing for too long; send ROLLBACK and begin again, with fewer"
          + " statements between the first write and COMMIT");

  private final String reason;

  Expiry(String reason) {
    this.reason = reason;
  }

  PlatformException failure() {
    return new PlatformException(
        ErrorCode.TRANSACTION_ABORTED, "the transaction was rolled back because " + reason);
  }
}
