package ai.altertable.launcher.server;

import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.Version;
import ai.altertable.launcher.account.RemoteAccounts;
import ai.altertable.launcher.account.StoredAccounts;
import ai.altertable.launcher.account.UserAccounts;
import ai.altertable.launcher.admin.AdminClient;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.SocketDirectory;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.Logging;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/// The users of a data directory, whether a server runs on it or not. Without one the embedded
/// PostgreSQL is started for as long as it takes.
public final class AccountsOf {
  private AccountsOf() {}

  /// @param data a data directory that has been set up
  /// @param postgres the one that keeps the metadata; empty: the embedded one
  /// @param runtime where PostgreSQL's programs are
  /// @param log of what is started for it
  /// @throws StartupFailure when there is no data directory, or a server holds it that takes no
  ///   orders yet, or not any more
  public static void with(
      Path data,
      Optional<ExternalPostgres> postgres,
      Path runtime,
      LogConfig log,
      Console console,
      Consumer<UserAccounts> work) {
    Path path = DataDirectory.require(data);
    Optional<AdminClient> running = AdminClient.find(SocketDirectory.of(path));
    if (running.isPresent()) {
      work.accept(new RemoteAccounts(running.get()));
      return;
    }
    Closer closer = new Closer();
    try {
      work.accept(open(closer, path, postgres, runtime, log, console));
    } finally {
      closer.close();
    }
  }

  private static UserAccounts open(
      Closer closer,
      Path path,
      Optional<ExternalPostgres> postgres,
      Path runtime,
      LogConfig log,
      Console console) {
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    DataDirectory data = closer.register(DataDirectory.open(path, Version.CURRENT, clock, random));
    if (!data.ready()) {
      throw new StartupFailure(
          "The data directory " + path + " is not set up yet.",
          "Start the server once: `altertable start` goes on where it was interrupted.");
    }
    Logging.toFile(data.logs().resolve("command.log"), "command", log);
    LocalControlPlane local =
        LocalControlPlane.start(
            closer,
            data,
            postgres,
            runtime,
            log.format(),
            HistoryConfig.longest(),
            clock,
            random,
            console);
    return new StoredAccounts(local.controlPlane().accounts());
  }
}
