package ai.altertable.launcher.postgres;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.Layout;
import ai.altertable.launcher.process.ProcessState;
import ai.altertable.launcher.process.RollingLogFile;
import ai.altertable.launcher.process.SupervisedProcess;
import ai.altertable.launcher.process.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Consumer;

/// A PostgreSQL server of our own: on a directory that lasts, with every commit on the disk before
/// it is acknowledged, on 127.0.0.1 only, restarted on the same port when it dies, and gone when
/// this process is.
///
/// Safe for use by several threads.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final PostgresEndpoint endpoint;
  private final SupervisedProcess process;
  private final RollingLogFile logFile;

  EmbeddedPostgres(PostgresEndpoint endpoint, SupervisedProcess process, RollingLogFile logFile) {
    this.endpoint = endpoint;
    this.process = process;
    this.logFile = logFile;
  }

  /// Unpacks the programs, makes the cluster and starts the server, each only if need be, and
  /// returns when it answers queries. The caller holds the lock of the data directory that the
  /// cluster lies in.
  ///
  /// @param random makes the superuser's password
  /// @param progress takes a line for the operator when something takes its time
  /// @throws StartupFailure with what is wrong and what to do
  public static EmbeddedPostgres start(
      PostgresConfig config,
      Supervisor supervisor,
      SecureRandom random,
      Consumer<String> progress) {
    return new PostgresAssembly(config, supervisor, random, progress).start();
  }

  /// How to reach the one that another process of ours runs on a data directory.
  ///
  /// @throws IOException when none has started there
  public static PostgresEndpoint running(Path data) throws IOException {
    Cluster cluster = new Cluster(data.resolve(Layout.POSTGRES).toRealPath().resolve(Cluster.NAME));
    return new PostgresEndpoint(
        PostgresServer.HOST,
        PostmasterFile.port(cluster),
        PostgresServer.SUPERUSER,
        SuperuserPassword.in(data.resolve(Layout.KEYS)).read(cluster));
  }

  /// Stays the same for the life of this object, also when the server is restarted.
  public PostgresEndpoint endpoint() {
    return endpoint;
  }

  public ProcessState state() {
    return process.state();
  }

  /// How often it was started again since it was first started.
  public int restarts() {
    return process.restarts();
  }

  /// Harmless when several do it at once.
  ///
  /// @throws PlatformException with METADATA_UNAVAILABLE when the server does not do it
  public void createDatabaseIfMissing(String name) {
    try (Connection connection = endpoint.connect("postgres", ANSWER_WITHIN)) {
      if (!exists(connection, name)) {
        create(connection, name);
      }
    } catch (SQLException failure) {
      throw new PlatformException(
          ErrorCode.METADATA_UNAVAILABLE,
          "the database '" + name + "' could not be made: " + failure.getMessage(),
          failure);
    }
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, name);
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  private static void create(Connection connection, String name) throws SQLException {
    String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + quoted + " TEMPLATE template0");
    } catch (SQLException failure) {
      // Two who make it at once meet in one of several errors (42P04, 23505).
      if (!exists(connection, name)) {
        throw failure;
      }
    }
  }

  /// Shuts the server down in order: open transactions are rolled back, the rest is written out.
  @Override
  public void close() {
    process.close();
    logFile.close();
  }
}
