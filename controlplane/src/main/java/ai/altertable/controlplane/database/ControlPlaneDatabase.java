package ai.altertable.controlplane.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;

/// The database of the platform's own state: made if missing, migrated, and open. It outlives
/// restarts of PostgreSQL: broken connections are thrown away, and meanwhile callers wait for
/// [DatabaseConfig#connectionTimeout] before they fail.
public final class ControlPlaneDatabase implements AutoCloseable {
  private static final String FIRST_DATABASE = "postgres";
  private static final Duration MIGRATION_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration VALIDATION_TIMEOUT = Duration.ofSeconds(2);

  private final HikariDataSource pool;
  private final Transactions transactions;

  private ControlPlaneDatabase(HikariDataSource pool) {
    this.pool = pool;
    this.transactions = new Transactions(pool);
  }

  /// @throws ai.altertable.foundation.error.PlatformException when the server is away, too old, or
  ///   its database is of a newer version than this program
  public static ControlPlaneDatabase open(PostgresServer server, DatabaseConfig config) {
    PrivateDatabase.ensure(server, FIRST_DATABASE, config.database());
    Migrations.apply(server.database(config.database(), MIGRATION_TIMEOUT));
    Duration answerTimeout = config.statementTimeout().plusSeconds(10);
    return new ControlPlaneDatabase(
        pool(server.database(config.database(), answerTimeout), config));
  }

  private static HikariDataSource pool(DataSource source, DatabaseConfig config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("platform-database");
    pool.setDataSource(source);
    pool.setMaximumPoolSize(config.connectionsMax());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(config.connectionTimeout().toMillis());
    pool.setValidationTimeout(
        Math.min(VALIDATION_TIMEOUT.toMillis(), config.connectionTimeout().toMillis()));
    pool.setIdleTimeout(Duration.ofMinutes(5).toMillis());
    pool.setKeepaliveTime(Duration.ofMinutes(1).toMillis());
    pool.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionInitSql(
        String.format(
            """
            set search_path = %s;
            set statement_timeout = %d;
            set idle_in_transaction_session_timeout = 60000\
            """,
            Migrations.SCHEMA, config.statementTimeout().toMillis()));
    return new HikariDataSource(pool);
  }

  public Transactions transactions() {
    return transactions;
  }

  @Override
  public void close() {
    pool.close();
  }
}
