package ai.altertable.launcher.postgres.external;

import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.access.AccessConfig;
import ai.altertable.controlplane.catalog.LakehouseConfig;
import ai.altertable.controlplane.database.DatabaseConfig;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.StartupFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A PostgreSQL server that somebody else runs, and the two databases on it.
///
/// @param database of the platform's own state
/// @param lakehouse the database with the metadata of managed databases
/// @param patience how long a server that is away is waited for
public record ExternalPostgres(
    PostgresServer server, String database, String lakehouse, Duration patience) {
  private static final String LAKEHOUSE = "lakehouse";

  /// @throws IllegalArgumentException when both are called the same, or neither can be called that
  public ExternalPostgres {
    checked(server, database, lakehouse);
  }

  /// @param url `postgresql://role@host:port/database?sslmode=…`
  /// @param password unless the URL has it
  /// @throws IllegalArgumentException that says what is wrong with the URL, after the option's
  ///   name, and never repeats a password
  public static ExternalPostgres of(String url, Optional<Secret> password, Duration patience) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    if (parsed.password().isPresent() && password.isPresent()) {
      throw new IllegalArgumentException("has a password, and another one is given beside it");
    }
    Secret chosen = parsed.password().or(() -> password).orElseGet(() -> new Secret(""));
    String usual = DatabaseConfig.defaults().database();
    String database = parsed.database().orElse(usual);
    String lakehouse = database.equals(usual) ? LAKEHOUSE : database + "_" + LAKEHOUSE;
    PostgresServer server =
        new PostgresServer(parsed.host(), parsed.port(), parsed.role(), chosen, parsed.tls());
    return new ExternalPostgres(server, database, lakehouse, patience);
  }

  /// Waits for the server and looks whether it can be used.
  ///
  /// @param progress takes a line for the operator while it waits
  /// @throws StartupFailure with what is wrong and what to do
  public void require(Consumer<String> progress) {
    Fitness.require(this, new Arrival(this, progress).await());
  }

  public ControlPlaneConfig controlPlane() {
    return checked(server, database, lakehouse);
  }

  private static ControlPlaneConfig checked(
      PostgresServer server, String database, String lakehouse) {
    DatabaseConfig platform = DatabaseConfig.defaults();
    LakehouseConfig lakes = LakehouseConfig.defaults();
    return new ControlPlaneConfig(
        server,
        new DatabaseConfig(
            database,
            platform.connectionsMax(),
            platform.connectionTimeout(),
            platform.statementTimeout()),
        new LakehouseConfig(
            lakehouse,
            lakes.ownerConnectionsMax(),
            lakes.readerConnectionsMax(),
            lakes.statementTimeout(),
            lakes.idleInTransactionTimeout()),
        AccessConfig.defaults(),
        HistoryConfig.defaults());
  }

  /// As messages call it; without the password.
  public String where() {
    return "PostgreSQL at %s:%d".formatted(server.host(), server.port());
  }
}
