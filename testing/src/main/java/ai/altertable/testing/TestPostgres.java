package ai.altertable.testing;

import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.lifecycle.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// A PostgreSQL for tests, on a free port. Close it, or let the JVM's end do it.
public final class TestPostgres implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final EmbeddedPostgres server;

  private TestPostgres(EmbeddedPostgres server) {
    this.server = server;
  }

  public static TestPostgres start() {
    try {
      return new TestPostgres(
          EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public MetadataServer metadata() {
    return new MetadataServer("127.0.0.1", server.getPort(), "postgres");
  }

  /// Runs statements as the superuser.
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// A connection as the superuser; the caller closes it.
  public Connection connect() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  /// A managed database with a metadata schema and roles of its own, as the control plane makes
  /// them.
  public ManagedDatabase createLake(String name, Path objects) {
    String schema = "lake_" + NUMBER.incrementAndGet();
    execute(
        """
        CREATE ROLE %1$s_owner LOGIN PASSWORD 'owner';
        CREATE ROLE %1$s_reader LOGIN PASSWORD 'reader';
        CREATE SCHEMA %1$s AUTHORIZATION %1$s_owner;
        GRANT USAGE ON SCHEMA %1$s TO %1$s_reader;
        ALTER DEFAULT PRIVILEGES FOR ROLE %1$s_owner IN SCHEMA %1$s
          GRANT SELECT ON TABLES TO %1$s_reader;
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
