package ai.altertable.testing;

import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.lifecycle.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/// A PostgreSQL for tests, on a free port. The superuser needs no password, everybody else does, as
/// in production. Close it, or let the JVM's end do it.
public final class TestPostgres implements AutoCloseable {
  public static final String HOST = "127.0.0.1";
  public static final String SUPERUSER = "postgres";

  /// What the superuser gives for a password.
  public static final Secret ANY = new Secret("unused");

  private static final AtomicInteger LAKES = new AtomicInteger();

  /// As the control plane makes them.
  private static final String LEASE =
      """
      CREATE SCHEMA IF NOT EXISTS lease;
      CREATE OR REPLACE FUNCTION lease.take() RETURNS void LANGUAGE sql SECURITY DEFINER
        AS 'SELECT pg_advisory_lock(hashtextextended(concat(''write lease '', session_user), 0))';
      CREATE OR REPLACE FUNCTION lease.give_back() RETURNS boolean LANGUAGE sql SECURITY DEFINER
        AS 'SELECT pg_advisory_unlock(hashtextextended(concat(''write lease '', session_user), 0))';
      """;

  private static final class Shared {
    static final TestPostgres SERVER = start();
  }

  private final EmbeddedPostgres server;

  private TestPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  /// One for all tests of the JVM, which keep to databases of their own; nobody closes it.
  public static TestPostgres shared() {
    return Shared.SERVER;
  }

  /// An empty one.
  public static TestPostgres start() {
    try {
      return start(Files.createTempDirectory("test-postgres"), 0, true);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// One on a directory that may have been used before.
  ///
  /// @param port 0 for any
  /// @param clean whether to delete the directory at the end
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
    TestPostgres postgres = new TestPostgres(builder.start());
    Files.writeString(
        directory.resolve("pg_hba.conf"),
        """
        host all postgres 127.0.0.1/32 trust
        host all all 127.0.0.1/32 scram-sha-256
        """);
    postgres.execute("select pg_reload_conf()");
    postgres.execute(LEASE);
    return postgres;
  }

  public int port() {
    return server.getPort();
  }

  public MetadataServer metadata() {
    return new MetadataServer(HOST, port(), SUPERUSER);
  }

  /// From now on shows a certificate to whoever asks for TLS.
  public void speakTls(TestCertificate certificate) {
    Path directory = Path.of(text(SUPERUSER, "show data_directory"));
    try {
      Files.writeString(directory.resolve("server.crt"), certificate.certificatePem());
      Path key = Files.writeString(directory.resolve("server.key"), certificate.keyPem());
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    execute("alter system set ssl = on");
    execute("select pg_reload_conf()");
  }

  /// A connection as the superuser; the caller closes it.
  public Connection connect() throws SQLException {
    return connect(SUPERUSER, SUPERUSER, ANY);
  }

  /// A connection that the caller closes.
  public Connection connect(String database, String role, Secret password) throws SQLException {
    Properties login = new Properties();
    login.put("user", role);
    login.put("password", password.value());
    return DriverManager.getConnection(
        "jdbc:postgresql://" + HOST + ":" + port() + "/" + database, login);
  }

  /// Runs statements as the superuser.
  public void execute(String sql) {
    execute(SUPERUSER, sql);
  }

  /// Runs statements in a database as the superuser.
  public void execute(String database, String sql) {
    try (Connection connection = connect(database, SUPERUSER, ANY);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /// The first column of the first row, asked for as the superuser.
  public String text(String database, String sql) {
    try (Connection connection = connect(database, SUPERUSER, ANY);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /// A managed database with a metadata schema and roles of its own, as the control plane makes
  /// them.
  public ManagedDatabase createLake(String name, Path objects) {
    String schema = "lake_" + LAKES.incrementAndGet();
    execute(
        """
        CREATE ROLE %1$s_owner LOGIN PASSWORD 'owner';
        CREATE ROLE %1$s_reader LOGIN PASSWORD 'reader';
        CREATE SCHEMA %1$s AUTHORIZATION %1$s_owner;
        GRANT USAGE ON SCHEMA %1$s TO %1$s_reader;
        ALTER DEFAULT PRIVILEGES FOR ROLE %1$s_owner IN SCHEMA %1$s
          GRANT SELECT ON TABLES TO %1$s_reader;
        GRANT USAGE ON SCHEMA lease TO %1$s_owner;
        """
            .formatted(schema));
    return new ManagedDatabase(
        name,
        schema,
        objects.resolve(schema) + "/",
        new ManagedDatabase.Login(schema + "_owner", new Secret("owner")),
        new ManagedDatabase.Login(schema + "_reader", new Secret("reader")));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
