package ai.altertable.controlplane;

import ai.altertable.controlplane.access.AccessConfig;
import ai.altertable.controlplane.catalog.LakehouseConfig;
import ai.altertable.controlplane.database.DatabaseConfig;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.testing.TestPostgres;
import java.util.concurrent.atomic.AtomicInteger;

/// Configurations whose databases do not exist yet, on the PostgreSQL that tests share.
public final class FreshPlatforms {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private FreshPlatforms() {}

  /// The server as its superuser sees it.
  public static PostgresServer server() {
    return server(TestPostgres.shared());
  }

  public static PostgresServer server(TestPostgres postgres) {
    return new PostgresServer(
        TestPostgres.HOST, postgres.port(), TestPostgres.SUPERUSER, TestPostgres.ANY);
  }

  public static ControlPlaneConfig config() {
    return config(server());
  }

  public static ControlPlaneConfig config(PostgresServer server) {
    int number = COUNT.incrementAndGet();
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
        AccessConfig.defaults(),
        HistoryConfig.defaults());
  }
}
