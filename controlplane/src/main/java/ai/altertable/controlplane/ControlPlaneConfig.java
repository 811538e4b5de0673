package ai.altertable.controlplane;

import ai.altertable.controlplane.access.AccessConfig;
import ai.altertable.controlplane.catalog.LakehouseConfig;
import ai.altertable.controlplane.database.DatabaseConfig;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.controlplane.history.HistoryConfig;

/// What a control plane is opened with.
public record ControlPlaneConfig(
    PostgresServer postgres,
    DatabaseConfig database,
    LakehouseConfig lakehouse,
    AccessConfig access,
    HistoryConfig history) {
  public ControlPlaneConfig {
    if (database.database().equals(lakehouse.database())) {
      throw new IllegalArgumentException(
          "the platform's database and the lakehouse's cannot be the same: " + database.database());
    }
  }

  /// Everything but the server by default.
  public static ControlPlaneConfig of(PostgresServer postgres) {
    return new ControlPlaneConfig(
        postgres,
        DatabaseConfig.defaults(),
        LakehouseConfig.defaults(),
        AccessConfig.defaults(),
        HistoryConfig.defaults());
  }

  public ControlPlaneConfig withHistory(HistoryConfig other) {
    return new ControlPlaneConfig(postgres, database, lakehouse, access, other);
  }
}
