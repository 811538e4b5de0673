package ai.altertable.rest;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Activity;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.Parameter;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.QueryResult;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Statement;
import ai.altertable.foundation.session.StatementKind;
import ai.altertable.foundation.session.TransactionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// One of [FakeSessions]; remembers what was asked of it.
final class FakeSession implements Session {
  final List<String> executed = new CopyOnWriteArrayList<>();
  final List<ExecuteOptions> options = new CopyOnWriteArrayList<>();
  final CountDownLatch abandoned = new CountDownLatch(1);
  final CountDownLatch closed = new CountDownLatch(1);
  private final FakeSessions sessions;
  private final SessionId id;
  private final boolean named;
  private int open;

  /// @param named by its client, so that it may have been used before
  FakeSession(FakeSessions sessions, SessionId id, boolean named) {
    this.sessions = sessions;
    this.id = id;
    this.named = named;
  }

  @Override
  public SessionId id() {
    return id;
  }

  @Override
  public boolean isNew() {
    return !named;
  }

  /// Statements end with semicolons, wherever they stand; `--` makes the rest a comment.
  @Override
  public List<Statement> split(String sql) {
    List<Statement> statements = new ArrayList<>();
    int from = 0;
    for (String part : sql.split(";", -1)) {
      String text = part.strip();
      if (!text.isEmpty() && !text.startsWith("--")) {
        statements.add(new Statement(text, from + part.indexOf(text)));
      }
      from += part.length() + 1;
    }
    return statements;
  }

  @Override
  public PreparedQuery prepare(Statement statement) {
    requireUsable();
    FakeSessions.@Nullable Script script = sessions.scripts.get(statement.text());
    if (script == null) {
      throw PlatformException.at(
          1, ErrorCode.SYNTAX_ERROR, "Parser Error: syntax error at \"" + statement.text() + "\"");
    }
    return new Prepared(statement.text(), script);
  }

  private void requireUsable() {
    if (abandoned.getCount() == 0) {
      throw new PlatformException(ErrorCode.QUERY_CANCELLED, "the query was cancelled");
    }
  }

  private final class Prepared implements PreparedQuery {
    private final String text;
    private final FakeSessions.Script script;

    Prepared(String text, FakeSessions.Script script) {
      this.text = text;
      this.script = script;
      open++;
    }

    @Override
    public StatementKind kind() {
      return StatementKind.OTHER;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of();
    }

    @Override
    public Optional<RowSchema> resultSchema() {
      return script.schema();
    }

    @Override
    public QueryResult execute(Bindings bindings, ExecuteOptions how) {
      requireUsable();
      executed.add(text);
      options.add(how);
      return script.execution().apply(FakeSession.this);
    }

    @Override
    public void close() {
      open--;
    }
  }

  @Override
  public long load(FileLoad load) {
    requireUsable();
    return sessions.loader.applyAsLong(load);
  }

  @Override
  public TransactionStatus transactionStatus() {
    return TransactionStatus.IDLE;
  }

  @Override
  public String currentCatalog() {
    return "lakehouse";
  }

  @Override
  public String currentSchema() {
    return "main";
  }

  @Override
  public void cancel() {}

  @Override
  public void abandon(Ending why) {
    abandoned.countDown();
  }

  @Override
  public Activity activity() {
    return Activity.IDLE;
  }

  @Override
  public Optional<QueryProgress> progress() {
    return Optional.empty();
  }

  @Override
  public void close() {
    if (open != 0) {
      throw new IllegalStateException(open + " prepared queries are still open");
    }
    closed.countDown();
  }
}
