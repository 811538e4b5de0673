package ai.altertable.controlplane;

import ai.altertable.controlplane.access.AccessConfig;
import ai.altertable.controlplane.catalog.LakehouseConfig;
import ai.altertable.controlplane.database.DatabaseConfig;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.foundation.lifecycle.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/// PostgreSQL for tests: one server for all classes of the JVM, fresh databases for each. The
/// superuser needs no password, everybody else does, as in production.
public final class TestPostgres implements AutoCloseable {
  public static final String SUPERUSER = "postgres";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private static final class Shared {
    static final TestPostgres SERVER = started();

    private static TestPostgres started() {
      try {
        return start(Files.createTempDirectory("controlplane-postgres"), 0, true);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private final EmbeddedPostgres postgres;

  private TestPostgres(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  public static TestPostgres shared() {
    return Shared.SERVER;
  }

  /// A server of its own, on a directory that may have been used before.
  ///
  /// @param port 0 for any
  public static TestPostgres start(Path directory, int port, boolean clean) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setCleanDataDirectory(clean)
            .setServerConfig("max_connections", "200")
            .setPGStartupWait(Duration.ofSeconds(60));
    if (port != 0) {
      builder.setPort(port);
    }
    EmbeddedPostgres postgres = builder.start();
    Files.writeString(
        directory.resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all all 127.0.0.1/32 scram-sha-256
        """);
    TestPostgres server = new TestPostgres(postgres);
    server.execute("postgres", "select pg_reload_conf()");
    return server;
  }

  public PostgresServer server() {
    return new PostgresServer("127.0.0.1", postgres.getPort(), SUPERUSER, new Secret("unused"));
  }

  /// Databases that do not exist yet.
  public ControlPlaneConfig freshConfig() {
    return freshConfig(server());
  }

  public static ControlPlaneConfig freshConfig(PostgresServer server) {
    int number = DATABASES.incrementAndGet();
    DatabaseConfig database = DatabaseConfig.defaults();
    LakehouseConfig lakehouse = LakehouseConfig.defaults();
    return new ControlPlaneConfig(
        server,
        new DatabaseConfig(
            "platform_" + number,
            database.connectionsMax(),
            database.connectionTimeout(),
            database.statementTimeout()),
        new LakehouseConfig(
            "lakehouse_" + number,
            lakehouse.ownerConnectionsMax(),
            lakehouse.readerConnectionsMax(),
            lakehouse.statementTimeout(),
            lakehouse.idleInTransactionTimeout()),
        AccessConfig.defaults());
  }

  public int port() {
    return postgres.getPort();
  }

  public Connection connect(String database, String role, Secret password) throws SQLException {
    Properties login = new Properties();
    login.put("user", role);
    login.put("password", password.value());
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, login);
  }

  public void execute(String database, String sql) {
    try (Connection connection = connect(database, SUPERUSER, new Secret("unused"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /// The first column of the first row.
  public String text(String database, String sql) {
    try (Connection connection = connect(database, SUPERUSER, new Secret("unused"));
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
