package ai.altertable.engine.session;

import ai.altertable.engine.instance.Instance;
import ai.altertable.engine.instance.PooledConnection;
import ai.altertable.engine.lakehouse.LakeTransaction;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.TransactionStatus;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What outlives a request: a connection with the state that the client left on it. Confined to the
/// session that has it; between requests, to the registry.
final class Conversation {
  private final SessionId id;
  private final Instance instance;
  private final PooledConnection connection;
  private @Nullable LakeTransaction transaction;
  private OpenTransactions.@Nullable Place place;
  private boolean transactionFailed;
  private boolean transactionTouched;
  private @Nullable Expiry expiry;
  private boolean stateful;
  private boolean kept;

  Conversation(SessionId id, Instance instance, PooledConnection connection) {
    this.id = id;
    this.instance = instance;
    this.connection = connection;
  }

  SessionId id() {
    return id;
  }

  Instance instance() {
    return instance;
  }

  PooledConnection connection() {
    return connection;
  }

  TransactionStatus status() {
    if (expiry != null || hasFailed()) {
      return TransactionStatus.FAILED;
    }
    return transaction == null ? TransactionStatus.IDLE : TransactionStatus.ACTIVE;
  }

  Optional<LakeTransaction> transaction() {
    return Optional.ofNullable(transaction);
  }

  /// @param taken by the transaction, and given back with its end
  void began(LakeTransaction begun, OpenTransactions.Place taken) {
    transaction = begun;
    place = taken;
    transactionFailed = false;
    transactionTouched = false;
    expiry = null;
  }

  void transactionFailed() {
    transactionFailed = true;
  }

  /// Whether a statement has run in the transaction, so that its snapshot may be old.
  boolean transactionTouched() {
    return transactionTouched;
  }

  void touchTransaction() {
    transactionTouched = true;
  }

  /// The client has not ended its transaction in time: it is rolled back, and the client will be
  /// told.
  void expireTransaction(Expiry why) {
    LakeTransaction open = transaction;
    if (open != null) {
      try {
        open.rollback();
      } finally {
        forgetTransaction();
        expiry = why;
      }
    }
  }

  /// Whether its transaction is of no use to its client any more.
  boolean isDoomed(Duration holdMax) {
    return isOverdue(holdMax) || hasFailed();
  }

  private boolean hasFailed() {
    return transaction != null && transactionFailed;
  }

  /// Rolls a transaction back that is, so that it keeps nobody off.
  void expireDoomed(Duration holdMax) {
    if (hasFailed()) {
      expireTransaction(Expiry.FAILED);
    }
    expireOverdue(holdMax);
  }

  /// The same where its transaction has kept others from writing for so long.
  void expireOverdue(Duration holdMax) {
    if (isOverdue(holdMax)) {
      expireTransaction(Expiry.OVERDUE);
    }
  }

  /// Whether its transaction has held for so long what others wait for.
  boolean isOverdue(Duration holdMax) {
    LakeTransaction open = transaction;
    return open != null && open.keepsOthersOff(holdMax);
  }

  /// @throws PlatformException TRANSACTION_ABORTED: only a ROLLBACK is left to do, or a COMMIT that
  ///   fails
  void requireNotFailed() {
    if (expiry != null) {
      throw expiry.failure();
    }
    if (status() == TransactionStatus.FAILED) {
      throw new PlatformException(
          ErrorCode.TRANSACTION_ABORTED,
          "a statement of the transaction has failed, so nothing more is done in it; send ROLLBACK");
    }
  }

  /// Why its transaction was rolled back, until the client has been told and has ended it.
  Optional<Expiry> expiry() {
    return Optional.ofNullable(expiry);
  }

  /// The open transaction's statement. When it keeps others off for too long, it is stopped.
  void runs(Operation operation) {
    stopWhenOverdue(operation::overdue);
  }

  /// The open transaction's statement has run, but its rows may never be read.
  void delivers(EngineRows rows) {
    stopWhenOverdue(rows::overdue);
  }

  private void stopWhenOverdue(Runnable stop) {
    LakeTransaction open = transaction;
    OpenTransactions.Place taken = place;
    if (open != null && taken != null) {
      taken.runs(open, stop);
    }
  }

  void transactionEnded() {
    forgetTransaction();
    transactionFailed = false;
    expiry = null;
  }

  /// Whether a request before this one has left it to its session.
  boolean wasKept() {
    return kept;
  }

  void markKept() {
    kept = true;
  }

  void markStateful() {
    stateful = true;
  }

  /// Whether the engine has failed in its instance: nothing of it can be used any more.
  boolean isLost() {
    return instance.isUnsound();
  }

  /// @throws PlatformException WORKER_UNAVAILABLE when it is lost
  void requireSound() {
    if (isLost()) {
      throw new PlatformException(
          ErrorCode.WORKER_UNAVAILABLE,
          "the session is lost, for a statement of yours has failed inside the engine: what it had not"
              + " committed is rolled back, its temporary tables and settings are gone; try again in"
              + " a new session");
    }
  }

  /// Whether something is left that a later request of the same session needs.
  boolean hasState() {
    return stateful || transaction != null || expiry != null;
  }

  /// Gives the connection back, or up. The conversation is over.
  void end() {
    try {
      LakeTransaction open = transaction;
      if (open != null) {
        open.rollback();
      }
      instance.giveBack(connection, !stateful);
    } finally {
      forgetTransaction();
      instance.leave();
    }
  }

  private void forgetTransaction() {
    transaction = null;
    OpenTransactions.Place taken = place;
    place = null;
    if (taken != null) {
      taken.close();
    }
  }
}
