package ai.altertable.engine.session;

import ai.altertable.engine.instance.InstanceKey;
import ai.altertable.engine.lakehouse.LakeTransaction;
import ai.altertable.engine.lakehouse.Leases;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.List;
import java.util.function.Supplier;

/// The transactions of a session's connection, and the write leases that they need.
final class Transactions {
  private static final int ATTEMPTS_MAX = 5;

  private final EngineServices services;
  private final Conversation conversation;
  private final Runner runner;
  private final String author;

  /// @param author whom the snapshots name
  Transactions(EngineServices services, Conversation conversation, Runner runner, String author) {
    this.services = services;
    this.conversation = conversation;
    this.runner = runner;
    this.author = author;
  }

  /// Runs a write in a transaction of its own again when it lost a race: it has changed nothing.
  static <T> T untilWon(Supplier<T> attempt, Operation operation) {
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt.get();
      } catch (PlatformException failure) {
        if (failure.code() != ErrorCode.SERIALIZATION_FAILURE
            || operation.ended()
            || attempts == ATTEMPTS_MAX) {
          throw failure;
        }
      }
    }
  }

  /// Waits for leases, on the caller's thread.
  Leases lease(List<ManagedDatabase> databases, Operation operation) {
    InstanceKey key = conversation.instance().key();
    return services
        .lakehouse()
        .acquire(key.metadata(), key.principal(), databases, operation::check);
  }

  /// On an engine thread.
  ///
  /// @param statement BEGIN in any of its forms
  LakeTransaction begin(String statement) {
    return services.lakehouse().begin(runner.connection(), statement, author);
  }

  /// Runs a write in a transaction of its own, and commits it. On an engine thread.
  ///
  /// @param operation whose stop interrupts the work, but nothing else of the transaction
  <T> T commit(Supplier<T> work, Leases leases, Operation operation) {
    return operation.uninterrupted(
        () -> commit(() -> operation.on(runner.connection(), work), leases));
  }

  /// The same for work that sees to its interrupts itself.
  <T> T commit(Supplier<T> work, Leases leases) {
    LakeTransaction transaction = begin("BEGIN TRANSACTION");
    T result;
    try {
      transaction.willWrite(leases, false);
      result = work.get();
    } catch (RuntimeException | Error failure) {
      runner.discardRows();
      transaction.rollback();
      throw failure;
    }
    try {
      transaction.commit();
    } catch (RuntimeException | Error failure) {
      runner.discardRows();
      throw failure;
    }
    return result;
  }
}
