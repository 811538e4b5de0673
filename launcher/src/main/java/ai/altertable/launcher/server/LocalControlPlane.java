package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.log.LogFormat;
import ai.altertable.launcher.postgres.EmbeddedPostgres;
import ai.altertable.launcher.postgres.PostgresConfig;
import ai.altertable.launcher.postgres.PostgresEndpoint;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.NewSession;
import ai.altertable.launcher.process.Supervisor;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// The control plane of a data directory, on the embedded PostgreSQL that holds its metadata.
///
/// @param supervisor of PostgreSQL, and of what else is started
record LocalControlPlane(
    Supervisor supervisor, EmbeddedPostgres postgres, ControlPlane controlPlane) {
  /// @param closer ends what is started
  /// @param runtime where PostgreSQL's programs are
  /// @param log how PostgreSQL's lines are written
  /// @throws ai.altertable.launcher.StartupFailure with what is wrong and what to do
  static LocalControlPlane start(
      Closer closer,
      DataDirectory data,
      Path runtime,
      LogFormat log,
      Clock clock,
      SecureRandom random,
      Console console) {
    Supervisor supervisor =
        new Supervisor(clock, random, NewSession.with(Executables.ofThisProcess()));
    EmbeddedPostgres postgres =
        closer.register(
            EmbeddedPostgres.start(
                PostgresConfig.in(data, runtime).withLogFormat(log),
                supervisor,
                random,
                console::step));
    ControlPlane controlPlane =
        closer.register(
            ControlPlane.open(
                ControlPlaneConfig.of(server(postgres.endpoint())),
                role -> data.masterKey().derive("postgresql role " + role),
                random));
    return new LocalControlPlane(supervisor, postgres, controlPlane);
  }

  private static PostgresServer server(PostgresEndpoint endpoint) {
    return new PostgresServer(
        endpoint.host(), endpoint.port(), endpoint.superuser(), endpoint.password());
  }
}
