package ai.altertable.engine.session;

import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Row;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.instance.Attachment;
import ai.altertable.engine.lakehouse.LakeTransaction;
import ai.altertable.engine.lakehouse.Leases;
import ai.altertable.engine.lakehouse.StorableTypes;
import ai.altertable.engine.statement.StatementShape;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.TransactionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Executes what a session asks: decides which transaction a statement belongs to, and which write
/// leases it needs.
final class Executions {
  private static final int SCRATCH_CATALOGS_MAX = 16;

  private final EngineServices services;
  private final Conversation conversation;
  private final Runner runner;
  private final Transactions transactions;
  private final SharedCommits shared;
  private final Loads loads;

  Executions(EngineServices services, Conversation conversation, String author) {
    this.services = services;
    this.conversation = conversation;
    this.runner = new Runner(services, conversation);
    this.transactions = new Transactions(services, conversation, runner, author);
    this.shared = new SharedCommits(services, conversation, runner, transactions);
    this.loads = new Loads(services, conversation, runner, transactions);
  }

  /// On an engine thread.
  NativeStatement bind(StatementShape shape, Operation operation) {
    return runner.bind(shape, operation);
  }

  /// Waits for the write leases that the statement needs, on the caller's thread, then enters the
  /// engine with them. A write in a transaction of its own runs again when it lost a race.
  QueryResult execute(Execution execution) {
    try {
      return executeWhole(execution);
    } catch (RuntimeException | Error failure) {
      if (execution.operation().wasOverdue()) {
        services.threads().clean(() -> conversation.expireTransaction(Expiry.OVERDUE));
      }
      throw failure;
    }
  }

  private QueryResult executeWhole(Execution execution) {
    requireAllowed(execution);
    List<ManagedDatabase> targets = targets(execution);
    boolean alone =
        execution.kind() != StatementKind.TRANSACTION
            && conversation.status() == TransactionStatus.IDLE;
    return alone
        ? Transactions.untilWon(() -> attempt(execution, targets), execution.operation())
        : attempt(execution, targets);
  }

  private QueryResult attempt(Execution execution, List<ManagedDatabase> targets) {
    if (shared.suits(execution, targets)) {
      QueryResult result = shared.execute(execution, targets.getFirst()).orElse(null);
      if (result != null) {
        return result;
      }
    }
    try (Leases leases = transactions.lease(targets, execution.operation())) {
      return services
          .threads()
          .call(() -> execution.operation().inside(() -> executeNow(execution, targets, leases)));
    }
  }

  /// The databases whose leases the statement needs and its transaction does not hold yet.
  private List<ManagedDatabase> targets(Execution execution) {
    List<Attachment> written =
        WriteTargets.of(
            execution.shape(),
            execution.kind(),
            conversation.instance().attachments(),
            this::searchPath);
    return written.stream()
        .map(Attachment::database)
        .filter(database ->
            conversation.transaction().filter(open -> open.holdsLease(database)).isEmpty())
        .toList();
  }

  private QueryResult executeNow(
      Execution execution, List<ManagedDatabase> targets, Leases leases) {
    Operation operation = execution.operation();
    try {
      operation.check();
      QueryResult result = dispatch(execution, targets, leases);
      switch (result) {
        case EngineRows rows -> conversation.delivers(rows);
        default -> operation.close();
      }
      return result;
    } catch (DuckDbFailure failure) {
      throw operation.explain(
          runner.failed(
              named(execution, DuckDbErrors.translate(failure, execution.shape().text()))));
    } catch (PlatformException failure) {
      throw operation.explain(runner.failed(failure));
    }
  }

  /// Where `CREATE SCHEMA` names a catalog that does not exist, DuckDB looks at the default one
  /// first, and tells who may not write to that so.
  private PlatformException named(Execution execution, PlatformException failure) {
    if (failure.code() != ErrorCode.READ_ONLY) {
      return failure;
    }
    return execution
        .shape()
        .catalogOfNewSchema()
        .filter(name -> conversation.instance().attachment(name).isEmpty())
        .map(name ->
            new PlatformException(
                ErrorCode.CATALOG_NOT_FOUND,
                "Catalog Error: Catalog with name %s does not exist!".formatted(name),
                failure))
        .orElse(failure);
  }

  /// What the guard cannot know, as it depends on who asks.
  private void requireAllowed(Execution execution) {
    List<Attachment> attached = conversation.instance().attachments();
    if (execution.shape().maintains()) {
      requireMayMaintain(attached);
    }
    if (execution.kind() == StatementKind.DETACH
        && attached.stream().anyMatch(mine -> execution.shape().mentions(mine.name()))) {
      throw new PlatformException(
          ErrorCode.PERMISSION_DENIED, "catalogs are attached and detached by the server");
    }
  }

  private void requireMayMaintain(List<Attachment> attached) {
    if (attached.stream().noneMatch(Attachment::writable)) {
      throw new PlatformException(ErrorCode.READ_ONLY, "the catalogs are read-only for you");
    }
    if (conversation.status() != TransactionStatus.IDLE) {
      throw new PlatformException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "the maintenance of a catalog is no part of a transaction: files that it deletes do not come"
              + " back; end the transaction first");
    }
  }

  /// Each scratch catalog takes memory of its principal's instance. On an engine thread.
  private void requireRoomForScratch() {
    long present =
        runner
            .queryOwn(
                "SELECT count(*) FROM duckdb_databases() WHERE type = 'duckdb' AND NOT internal")
            .getFirst()
            .integer(0);
    if (present > SCRATCH_CATALOGS_MAX) {
      throw new PlatformException(
          ErrorCode.TOO_MANY_SESSIONS,
          "you have %d catalogs attached for scratch, which is the limit; DETACH one"
              .formatted(SCRATCH_CATALOGS_MAX));
    }
  }

  private QueryResult dispatch(Execution execution, List<ManagedDatabase> targets, Leases leases) {
    if (execution.kind() == StatementKind.TRANSACTION) {
      return control(execution);
    }
    Duration holdMax = services.config().transactions().holdMax();
    if (conversation.isOverdue(holdMax)) {
      execution.operation().runUninterrupted(() -> conversation.expireOverdue(holdMax));
    }
    conversation.requireNotFailed();
    if (execution.kind() == StatementKind.ATTACH) {
      requireRoomForScratch();
    }
    if (execution.shape().leavesSessionState(execution.kind())) {
      // What was bound before may hold settings and names as they were.
      conversation.connection().forgetPrepared();
      conversation.markStateful();
    }
    LakeTransaction transaction = conversation.transaction().orElse(null);
    if (transaction != null) {
      willWrite(transaction, leases);
      conversation.touchTransaction();
      return execution.definesTable() ? define(execution) : runner.run(execution);
    }
    if (targets.isEmpty()) {
      return runner.read(execution);
    }
    return transactions.commit(
        () -> execution.definesTable() ? define(execution) : runner.runFresh(execution),
        leases,
        execution.operation());
  }

  /// A transaction that may not write as it began is over.
  private void willWrite(LakeTransaction transaction, Leases leases) {
    boolean touched = conversation.transactionTouched();
    try {
      if (!touched && !leases.isEmpty()) {
        // Looking up the statement's names may have fixed the snapshot before the wait for leases.
        transaction.restart();
      }
      transaction.willWrite(leases, touched);
    } catch (PlatformException failure) {
      conversation.transactionFailed();
      throw failure;
    }
  }

  /// Runs what may give a stored table new columns.
  private QueryResult define(Execution execution) {
    // What is cut out of a text is a text of its own.
    execution.shape().tableFromQuery().ifPresent(made -> services.guard().require(made.query()));
    Execution storable =
        execution
            .operation()
            .prepare(() -> StorableTypes.narrowed(runner.connection(), execution.shape()))
            .map(execution::as)
            .orElse(execution);
    services.guard().require(storable.shape().text());
    QueryResult result = runner.runFresh(storable);
    try {
      StorableTypes.requireNone(
          runner.connection(), execution.shape(), execution.hidesDefinition());
    } catch (PlatformException refused) {
      conversation.transactionFailed();
      throw refused;
    }
    return result;
  }

  private QueryResult control(Execution execution) {
    LakeTransaction transaction = conversation.transaction().orElse(null);
    switch (execution.shape().transactionControl()) {
      case BEGIN -> {
        conversation.requireNotFailed();
        if (transaction == null) {
          return begin(execution);
        }
      }
      case COMMIT -> {
        if (transaction != null) {
          return execution.operation().uninterrupted(() -> commit(transaction));
        }
        Expiry expiry = conversation.expiry().orElse(null);
        if (expiry != null) {
          conversation.transactionEnded();
          throw expiry.failure();
        }
      }
      case ROLLBACK -> {
        if (transaction != null) {
          execution.operation().runUninterrupted(transaction::rollback);
        }
        if (transaction != null || conversation.expiry().isPresent()) {
          conversation.transactionEnded();
          return new QueryResult.Done();
        }
      }
      case NONE -> {}
    }
    // What remains is refused by the engine in its own words.
    return runner.run(execution);
  }

  private QueryResult begin(Execution execution) {
    OpenTransactions.Place place =
        services.transactions().enter(conversation.instance().key().principal());
    try {
      conversation.began(transactions.begin(execution.shape().text()), place);
      return new QueryResult.Done();
    } catch (RuntimeException | Error failure) {
      place.close();
      throw failure;
    }
  }

  private QueryResult commit(LakeTransaction transaction) {
    boolean failed = conversation.status() == TransactionStatus.FAILED;
    conversation.transactionEnded();
    if (failed || conversation.isLost()) {
      transaction.rollback();
      conversation.requireSound();
      throw LakeTransaction.rolledBack();
    }
    transaction.commit();
    return new QueryResult.Done();
  }

  /// The catalogs in which unqualified names may resolve, in lower case.
  private Set<String> searchPath() {
    if (!conversation.hasState()) {
      return Set.of(conversation.connection().context().catalog().toLowerCase(Locale.ROOT));
    }
    Row names = services.threads().call(this::searchNames);
    StatementShape path = StatementShape.of(names.text(1));
    return conversation.instance().attachments().stream()
        .map(attachment -> attachment.name().toLowerCase(Locale.ROOT))
        .filter(name -> name.equals(names.text(0)) || path.mentions(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Row searchNames() {
    return runner
        .queryOwn("SELECT lower(current_catalog()), current_setting('search_path')")
        .getFirst();
  }

  long load(FileLoad load, Operation operation) {
    return loads.load(load, operation);
  }

  static PlatformException catalogNotFound(String name) {
    return new PlatformException(
        ErrorCode.CATALOG_NOT_FOUND, "Catalog \"" + name + "\" does not exist");
  }

  /// Current catalog and schema. On an engine thread.
  Row currentNames() {
    return runner.queryOwn("SELECT current_catalog(), current_schema()").getFirst();
  }

  /// Closes the rows that are still being delivered.
  void closeRows() {
    runner.closeRows();
  }
}
