package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.ControlPlaneConfig;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.MetadataPlace;
import ai.altertable.launcher.log.LogFormat;
import ai.altertable.launcher.postgres.EmbeddedPostgres;
import ai.altertable.launcher.postgres.PostgresConfig;
import ai.altertable.launcher.postgres.PostgresEndpoint;
import ai.altertable.launcher.postgres.external.Claim;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.NewSession;
import ai.altertable.launcher.process.Supervisor;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// The control plane of a data directory, on the PostgreSQL that holds its metadata.
///
/// @param supervisor of PostgreSQL, and of what else is started
/// @param postgres the embedded one; empty where another is used
record LocalControlPlane(
    Supervisor supervisor, Optional<EmbeddedPostgres> postgres, ControlPlane controlPlane) {
  /// @param closer ends what is started
  /// @param external the PostgreSQL to use; empty: the embedded one
  /// @param runtime where the embedded PostgreSQL's programs are
  /// @param log how the embedded PostgreSQL's lines are written
  /// @param history what is older is dropped now
  /// @throws ai.altertable.launcher.StartupFailure with what is wrong and what to do
  static LocalControlPlane start(
      Closer closer,
      DataDirectory data,
      Optional<ExternalPostgres> external,
      Path runtime,
      LogFormat log,
      HistoryConfig history,
      Clock clock,
      SecureRandom random,
      Console console) {
    Supervisor supervisor =
        new Supervisor(clock, random, NewSession.with(Executables.ofThisProcess()));
    MetadataChoice.require(data, external.isPresent());
    if (external.isPresent()) {
      ControlPlane controlPlane = connect(closer, data, external.get(), history, random, console);
      return new LocalControlPlane(supervisor, Optional.empty(), controlPlane);
    }
    data.keepMetadata(MetadataPlace.EMBEDDED);
    EmbeddedPostgres postgres =
        closer.register(
            EmbeddedPostgres.start(
                PostgresConfig.in(data, runtime).withLogFormat(log),
                supervisor,
                random,
                console::step));
    ControlPlane controlPlane =
        open(
            closer,
            data,
            ControlPlaneConfig.of(server(postgres.endpoint())).withHistory(history),
            random);
    return new LocalControlPlane(supervisor, Optional.of(postgres), controlPlane);
  }

  private static ControlPlane connect(
      Closer closer,
      DataDirectory data,
      ExternalPostgres external,
      HistoryConfig history,
      SecureRandom random,
      Console console) {
    console.step("Using " + external.where());
    external.require(console::step);
    Claim claim = new Claim(external, data.masterKey().derive("installation").value());
    claim.check(data.ready());
    ControlPlane controlPlane =
        open(closer, data, external.controlPlane().withHistory(history), random);
    claim.stake();
    data.keepMetadata(MetadataPlace.EXTERNAL);
    return controlPlane;
  }

  private static ControlPlane open(
      Closer closer, DataDirectory data, ControlPlaneConfig config, SecureRandom random) {
    return closer.register(
        ControlPlane.open(
            config, role -> data.masterKey().derive("postgresql role " + role), random));
  }

  private static PostgresServer server(PostgresEndpoint endpoint) {
    return new PostgresServer(
        endpoint.host(), endpoint.port(), endpoint.superuser(), endpoint.password());
  }
}
