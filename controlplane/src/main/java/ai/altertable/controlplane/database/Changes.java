package ai.altertable.controlplane.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of changes of the platform's tables, whoever made them: this process, another control
/// plane over the same database, or an operator with psql.
///
/// Triggers announce them by `NOTIFY`, one connection listens. Whatever may have been missed, while
/// there was no connection, or for a reason nobody knows, shows at the latest after the sweep: then
/// everything counts as changed. The same connection holds the locks of [#tryLead].
public final class Changes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final String CHANNEL = "platform";
  private static final String CHANGED = "changed ";
  private static final String TOLD = "told ";
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  private record Subscriber(Set<String> tables, Runnable look) {}

  private final DataSource source;
  private final Duration sweep;
  private final Thread thread;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final List<Consumer<String>> hearers = new CopyOnWriteArrayList<>();
  private volatile boolean leading;
  private volatile boolean wantsLead;
  private volatile boolean closed;

  private Changes(DataSource source, Duration sweep) {
    this.source = source;
    this.sweep = sweep;
    this.thread = Thread.ofVirtual().name("platform-changes").unstarted(this::run);
  }

  /// @param sweep after which everything counts as changed
  public static Changes start(PostgresServer server, DatabaseConfig config, Duration sweep) {
    Changes changes = new Changes(server.database(config.database(), ANSWER_TIMEOUT), sweep);
    changes.thread.start();
    return changes;
  }

  /// @param tables whose changes count
  /// @param look called after a change, and now and then without one; must not block
  public void subscribe(Set<String> tables, Runnable look) {
    subscribers.add(new Subscriber(Set.copyOf(tables), look));
  }

  /// Has all control planes, this one too, hear of something that is not kept, when the transaction
  /// is committed. It may be lost.
  ///
  /// @param text at most 4000 bytes
  public static void tell(Handle handle, String text) {
    handle
        .createQuery("select pg_notify(:channel, :text)")
        .bind("channel", CHANNEL)
        .bind("text", TOLD + text)
        .mapTo(String.class)
        .list();
  }

  /// @param hearer takes what was told; must not block
  public void hear(Consumer<String> hearer) {
    hearers.add(hearer);
  }

  /// Whether this process is the one that schedules, of all over this database. From the first call
  /// on it tries to be. It is for as long as its connection lives; another one may take over a
  /// moment before this one notices that it has lost it, so what leaders do must bear that.
  public boolean isLeading() {
    wantsLead = true;
    return leading;
  }

  private void run() {
    while (!closed) {
      try (Connection connection = source.getConnection()) {
        listen(connection);
      } catch (SQLException | RuntimeException failure) {
        leading = false;
        if (!closed) {
          LOG.debug("changes of the database are not heard: {}", failure.getMessage());
          pause();
        }
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + CHANNEL);
      PGConnection notified = connection.unwrap(PGConnection.class);
      while (!closed) {
        subscribers.forEach(one -> one.look().run());
        long end = System.nanoTime() + sweep.toNanos();
        while (!closed && System.nanoTime() < end) {
          lead(statement);
          announce(notified.getNotifications(pollMillis(end)));
        }
        // A connection that is dead says so here.
        statement.execute("select 1");
      }
    }
  }

  private int pollMillis(long end) {
    long left = (end - System.nanoTime()) / 1_000_000;
    return Math.clamp(left, 1, wantsLead && !leading ? 200 : 1000);
  }

  private void lead(Statement statement) throws SQLException {
    if (wantsLead && !leading) {
      try (ResultSet row =
          statement.executeQuery(
              "select pg_try_advisory_lock(hashtextextended('fleet scheduler', 0))")) {
        row.next();
        leading = row.getBoolean(1);
      }
    }
  }

  private void announce(PGNotification[] notifications) {
    Set<String> tables = new HashSet<>();
    for (PGNotification one : notifications) {
      String text = one.getParameter();
      if (text.startsWith(CHANGED)) {
        tables.add(text.substring(CHANGED.length()));
      } else if (text.startsWith(TOLD)) {
        hearers.forEach(hearer -> hearer.accept(text.substring(TOLD.length())));
      }
    }
    for (Subscriber one : subscribers) {
      if (one.tables().stream().anyMatch(tables::contains)) {
        one.look().run();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(AFTER_FAILURE);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns when nobody is told any more.
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
