package ai.altertable.engine.instance;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.NativeStatement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A connection with the statements that were prepared on it lately. Confined to the session that
/// has it.
public final class PooledConnection implements AutoCloseable {
  private static final int PREPARED_MAX = 64;
  private static final int PREPARED_TEXT_MAX = 4096;

  private final Connection connection;
  private final ConnectionContext context;
  private final Map<String, NativeStatement> prepared = new LinkedHashMap<>(16, 0.75f, true);

  PooledConnection(Connection connection, ConnectionContext context) {
    this.connection = connection;
    this.context = context;
  }

  public Connection connection() {
    return connection;
  }

  public ConnectionContext context() {
    return context;
  }

  /// Takes a prepared statement out of the cache; [#give] puts it back.
  public @Nullable NativeStatement take(String text) {
    return prepared.remove(text);
  }

  /// Keeps a prepared statement for the next one of the same text, or closes it.
  public void give(String text, NativeStatement statement) {
    if (text.length() > PREPARED_TEXT_MAX) {
      statement.close();
      return;
    }
    NativeStatement before = prepared.put(text, statement);
    if (before != null) {
      before.close();
    }
    if (prepared.size() > PREPARED_MAX) {
      var oldest = prepared.entrySet().iterator();
      oldest.next().getValue().close();
      oldest.remove();
    }
  }

  /// Forgets what is prepared: its names may mean something else now.
  public void forgetPrepared() {
    prepared.values().forEach(NativeStatement::close);
    prepared.clear();
  }

  @Override
  public void close() {
    forgetPrepared();
    connection.close();
  }
}
