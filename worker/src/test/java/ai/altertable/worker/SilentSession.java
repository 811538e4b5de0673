package ai.altertable.worker;

import ai.altertable.foundation.session.Activity;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.Statement;
import ai.altertable.foundation.session.TransactionStatus;
import java.util.List;
import java.util.Optional;

/// Computes for ever, and nothing comes of it.
final class SilentSession implements Session {
  @Override
  public SessionId id() {
    return new SessionId("silent");
  }

  @Override
  public boolean isNew() {
    return true;
  }

  @Override
  public List<Statement> split(String sql) {
    return List.of();
  }

  @Override
  public PreparedQuery prepare(Statement statement) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long load(FileLoad load) {
    throw new UnsupportedOperationException();
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
  public void abandon(Ending why) {}

  @Override
  public Activity activity() {
    return Activity.COMPUTING;
  }

  @Override
  public Optional<QueryProgress> progress() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
