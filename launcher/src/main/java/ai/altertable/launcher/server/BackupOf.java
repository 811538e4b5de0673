package ai.altertable.launcher.server;

import ai.altertable.controlplane.catalog.LakehouseConfig;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.backup.Backup;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.FailureReason;
import ai.altertable.launcher.datadir.MetadataPlace;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.postgres.EmbeddedPostgres;
import ai.altertable.launcher.postgres.PostgresConfig;
import ai.altertable.launcher.postgres.PostgresEndpoint;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.NewSession;
import ai.altertable.launcher.process.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/// A backup of a data directory, whether a server runs on it or not. Without one the embedded
/// PostgreSQL is started for as long as it takes.
public final class BackupOf {
  private BackupOf() {}

  /// @param data a data directory that has been set up
  /// @param runtime where PostgreSQL's programs are
  /// @param target where the backup goes
  /// @throws StartupFailure with what is wrong and what to do
  public static Backup.Summary take(
      Path data, Path runtime, Path target, LogConfig log, Console console) {
    Path path = DataDirectory.require(data);
    Closer closer = new Closer();
    try {
      requireEmbedded(path);
      Clock clock = Clock.systemUTC();
      SecureRandom random = new SecureRandom();
      Supervisor supervisor =
          new Supervisor(clock, random, NewSession.with(Executables.ofThisProcess()));
      PostgresEndpoint postgres =
          DataDirectory.user(path).isPresent()
              ? EmbeddedPostgres.running(path)
              : start(closer, path, runtime, log, clock, random, supervisor, console);
      return new Backup(
              path,
              runtime,
              postgres,
              LakehouseConfig.defaults().database(),
              supervisor,
              random,
              clock,
              console::step)
          .into(target);
    } catch (IOException failure) {
      throw new StartupFailure(
          "The PostgreSQL of " + path + " cannot be reached: " + FailureReason.of(failure) + ".",
          "The server starts or ends at the moment; take the backup when it is ready, as the"
              + " server's user.",
          failure);
    } finally {
      closer.close();
    }
  }

  private static void requireEmbedded(Path path) throws IOException {
    if (DataDirectory.metadataOf(path) == MetadataPlace.EXTERNAL) {
      throw new StartupFailure(
          "The data directory " + path + " has its metadata in another PostgreSQL.",
          "Back that up with its own means, and the objects after it, as"
              + " docs/how-to/back-up-and-restore.md says.");
    }
  }

  private static PostgresEndpoint start(
      Closer closer,
      Path path,
      Path runtime,
      LogConfig log,
      Clock clock,
      SecureRandom random,
      Supervisor supervisor,
      Console console) {
    DataDirectory data = closer.register(DataDirectory.open(path, Version.CURRENT, clock, random));
    Logging.toFile(data.logs().resolve("command.log"), "command", log);
    PostgresConfig config = PostgresConfig.in(data, runtime).withLogFormat(log.format());
    return closer
        .register(EmbeddedPostgres.start(config, supervisor, random, console::step))
        .endpoint();
  }
}
