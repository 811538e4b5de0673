package ai.altertable.engine.session;

import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.instance.Attachment;
import ai.altertable.engine.lakehouse.Leases;
import ai.altertable.engine.load.FileLoader;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.TransactionStatus;
import java.util.List;
import java.util.function.Supplier;

/// Loads files into tables, each in a transaction of its own.
final class Loads {
  private final EngineServices services;
  private final Conversation conversation;
  private final Runner runner;
  private final Transactions transactions;

  Loads(
      EngineServices services,
      Conversation conversation,
      Runner runner,
      Transactions transactions) {
    this.services = services;
    this.conversation = conversation;
    this.runner = runner;
    this.transactions = transactions;
  }

  /// @return rows loaded
  long load(FileLoad load, Operation operation) {
    if (conversation.status() != TransactionStatus.IDLE) {
      throw new PlatformException(
          ErrorCode.SESSION_BUSY,
          "the session has an open transaction; end it before a file is loaded");
    }
    Attachment target =
        conversation
            .instance()
            .attachment(load.catalog())
            .orElseThrow(() -> Executions.catalogNotFound(load.catalog()));
    if (!target.writable()) {
      throw new PlatformException(
          ErrorCode.READ_ONLY, "catalog \"" + load.catalog() + "\" is read-only for you");
    }
    try (FileLoader loader =
        new FileLoader(runner.connection(), operation::drive, target.database(), load)) {
      inEngine(
          () -> {
            loader.prepare(operation::check);
            return true;
          },
          operation);
      return Transactions.untilWon(() -> attempt(loader, target.database(), operation), operation);
    }
  }

  private long attempt(FileLoader loader, ManagedDatabase target, Operation operation) {
    try (Leases leases = transactions.lease(List.of(target), operation)) {
      long rows = inEngine(() -> transactions.commit(loader::run, leases, operation), operation);
      loader.keepFiles();
      return rows;
    } catch (PlatformException failure) {
      if (failure.code() == ErrorCode.COMMIT_OUTCOME_UNKNOWN) {
        loader.keepFiles();
      }
      throw failure;
    }
  }

  private <T> T inEngine(Supplier<T> work, Operation operation) {
    return services
        .threads()
        .call(() -> {
          try {
            operation.check();
            return operation.inside(work);
          } catch (DuckDbFailure failure) {
            throw operation.explain(DuckDbErrors.translate(failure));
          } catch (PlatformException failure) {
            throw operation.explain(failure);
          }
        });
  }
}
