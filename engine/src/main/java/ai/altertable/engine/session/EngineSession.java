package ai.altertable.engine.session;

import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Row;
import ai.altertable.engine.statement.StatementShape;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Activity;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.foundation.session.Statement;
import ai.altertable.foundation.session.TransactionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client's hold on a conversation, from one `open` to its `close`. Enters the engine on
/// [ai.altertable.engine.EngineThreads].
final class EngineSession implements Session {
  private static final int STATEMENT_CHARS_MAX = 10 << 20;

  private final EngineServices services;
  private final SessionRegistry registry;
  private final SessionRequest request;
  private final Conversation conversation;
  private final Executions executions;

  private volatile @Nullable Operation current;
  private volatile @Nullable Ending abandoned;
  private boolean started;
  private boolean closed;

  EngineSession(
      EngineServices services,
      SessionRegistry registry,
      SessionRequest request,
      Conversation conversation) {
    this.services = services;
    this.registry = registry;
    this.request = request;
    this.conversation = conversation;
    this.executions = new Executions(services, conversation, request.principal().name());
  }

  @Override
  public SessionId id() {
    return conversation.id();
  }

  @Override
  public boolean isNew() {
    return !conversation.wasKept();
  }

  @Override
  public List<Statement> split(String sql) {
    if (sql.length() > STATEMENT_CHARS_MAX) {
      throw new PlatformException(
          ErrorCode.STATEMENT_TOO_LARGE,
          "the text has %d characters; at most %d are accepted"
              .formatted(sql.length(), STATEMENT_CHARS_MAX));
    }
    return services.guard().split(sql);
  }

  @Override
  public PreparedQuery prepare(Statement statement) {
    services.guard().require(statement.text());
    StatementShape shape = StatementShape.of(statement.text());
    Binding binding = new Binding(kept(shape));
    if (binding.statement() == null && shape.plainKind().isEmpty()) {
      binding.bound(bind(shape));
    }
    return new EnginePreparedQuery(this, executions, shape, binding);
  }

  private @Nullable NativeStatement kept(StatementShape shape) {
    try (Operation operation = begin(Optional.empty())) {
      operation.check();
      return conversation.connection().take(shape.text());
    }
  }

  /// Has the engine bind a statement.
  NativeStatement bind(StatementShape shape) {
    try (Operation operation = enter(Optional.empty())) {
      return inEngine(() -> executions.bind(shape, operation));
    }
  }

  /// Starts something that computes, once there is room for it. Who has a transaction open is not
  /// held up: others may wait for what it holds.
  Operation start(Optional<Duration> timeout) {
    Operation operation = enter(timeout);
    started = true;
    return operation;
  }

  private Operation enter(Optional<Duration> timeout) {
    Operation operation = begin(timeout);
    boolean holds = conversation.transaction().isPresent();
    try {
      operation.enter(services.gate(), conversation, holds, () -> requireMayBegin(holds));
      return operation;
    } catch (RuntimeException | Error failure) {
      operation.close();
      throw failure;
    }
  }

  /// What a drain lets go on: the rest of a text that has begun to run, and of a transaction.
  private void requireMayBegin(boolean inTransaction) {
    if (!started && !inTransaction) {
      services.drain().check();
    }
  }

  /// Starts the next thing that this session does.
  private Operation begin(Optional<Duration> timeout) {
    if (closed) {
      throw new IllegalStateException("the session is closed");
    }
    Operation before = current;
    if (before != null && !before.ended()) {
      throw new PlatformException(
          ErrorCode.SESSION_BUSY,
          "the session is still delivering the rows of another statement; read or close them first");
    }
    conversation.requireSound();
    Operation operation =
        new Operation(
            services.timer(),
            conversation.connection().connection(),
            timeout,
            services.config().patience().preparing(),
            stopped -> services.stuck().watch(stopped, describe()));
    current = operation;
    conversation.runs(operation);
    Ending given = abandoned;
    if (given != null) {
      operation.close();
      throw Operation.stopped(given);
    }
    return operation;
  }

  private String describe() {
    return "a statement of user %s in session %s"
        .formatted(request.principal().name(), conversation.id().value());
  }

  <T> T inEngine(Supplier<T> work) {
    return services.threads().call(work);
  }

  /// Keeps a statement for the next one of the same text, unless the session may have tables or
  /// macros of its own: DuckDB's plans over them grow wrong. Frees at most one statement, which is
  /// quick enough for any thread.
  void keep(String text, NativeStatement statement) {
    if (closed || conversation.hasState()) {
      statement.close();
    } else {
      conversation.connection().give(text, statement);
    }
  }

  @Override
  public long load(FileLoad load) {
    // Its file was arriving: it began when the session was opened.
    started = true;
    try (Operation operation = start(Optional.empty())) {
      return executions.load(load, operation);
    }
  }

  @Override
  public TransactionStatus transactionStatus() {
    return conversation.status();
  }

  @Override
  public String currentCatalog() {
    return conversation.hasState()
        ? currentNames().text(0)
        : conversation.connection().context().catalog();
  }

  @Override
  public String currentSchema() {
    return conversation.hasState()
        ? currentNames().text(1)
        : conversation.connection().context().schema();
  }

  private Row currentNames() {
    return inEngine(executions::currentNames);
  }

  @Override
  public void cancel() {
    cancel(Ending.CLIENT);
  }

  private void cancel(Ending why) {
    Operation operation = current;
    if (operation != null) {
      operation.cancel(why);
    }
  }

  @Override
  public void abandon(Ending why) {
    abandoned = why;
    cancel(why);
  }

  @Override
  public Activity activity() {
    Operation operation = current;
    return operation == null ? Activity.IDLE : operation.activity();
  }

  @Override
  public Optional<QueryProgress> progress() {
    Operation operation = current;
    if (operation == null || operation.ended()) {
      return Optional.empty();
    }
    return conversation.connection().connection().progress();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      executions.closeRows();
    } finally {
      registry.leave(request, conversation);
    }
  }
}
