package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.FailureReason;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.Machine;
import ai.altertable.launcher.process.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;

/// All that leads to a server that answers, step by step; every step may have been done already.
record PostgresAssembly(
    PostgresConfig config, Supervisor supervisor, SecureRandom random, Consumer<String> progress) {
  private static final int TRIES_MAX = 10;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  EmbeddedPostgres start() {
    try {
      PostgresInstallation installation =
          PostgresInstallation.provide(config.runtime(), Machine.current(), progress);
      Unprivileged unprivileged = Unprivileged.forThisUser(Executables.ofThisProcess());
      unprivileged.requireAccess(installation.directory());
      unprivileged.requireAccess(config.home());
      unprivileged.requireAccess(config.keys());
      Cluster cluster = new Cluster(config.home().toRealPath().resolve(Cluster.NAME));
      Secret password = provide(cluster, installation, unprivileged);
      return serve(cluster, installation, unprivileged, password);
    } catch (IOException failure) {
      throw new StartupFailure(
          "PostgreSQL could not be set up: " + FailureReason.of(failure) + ".",
          "See that there is room in "
              + config.home()
              + " and "
              + config.runtime()
              + ", and that the server's user can write there.",
          failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartupFailure("The start of PostgreSQL was interrupted.", "Start again.");
    }
  }

  private Secret provide(
      Cluster cluster, PostgresInstallation installation, Unprivileged unprivileged)
      throws IOException {
    SuperuserPassword password = SuperuserPassword.in(config.keys());
    if (cluster.exists()) {
      cluster.requireUsable(installation.major());
      return password.read(cluster);
    }
    if (config.mustExist()) {
      throw cluster.damaged("it is not there any more");
    }
    Secret secret = password.readOrCreate(random);
    progress.accept("Making a PostgreSQL cluster in " + cluster.directory());
    new ClusterCreation(installation, unprivileged, PostgresServer.SUPERUSER, password)
        .create(cluster);
    return secret;
  }

  private EmbeddedPostgres serve(
      Cluster cluster,
      PostgresInstallation installation,
      Unprivileged unprivileged,
      Secret password)
      throws IOException, InterruptedException {
    Leftovers leftovers =
        new Leftovers(cluster, ProcessTable.ofThisMachine(), Leftovers.Patience.USUAL, progress);
    leftovers.clear();
    for (int attempt = 1; ; attempt++) {
      int port = port();
      Path logFile = config.logs().resolve("postgres.log");
      PostgresServer server =
          new PostgresServer(installation, unprivileged, cluster, config, port, logFile);
      PostgresEndpoint endpoint =
          new PostgresEndpoint(PostgresServer.HOST, port, PostgresServer.SUPERUSER, password);
      switch (new PostgresStart(server, endpoint, leftovers, supervisor, progress).run()) {
        case PostgresStart.Outcome.Answers answers -> {
          return new EmbeddedPostgres(endpoint, answers.process(), answers.logFile());
        }
        case PostgresStart.Outcome.Died died -> {
          if (attempt == TRIES_MAX || !mayPass(died.diagnosis())) {
            throw died.diagnosis().explain(server, died.exit());
          }
        }
      }
      Thread.sleep(BETWEEN_TRIES);
    }
  }

  /// Whether another attempt may find things changed.
  private boolean mayPass(StartupDiagnosis diagnosis) {
    return switch (diagnosis.cause()) {
      case LEFTOVER -> true;
      case PORT_IN_USE -> config.port() == 0;
      case DISK_FULL, DAMAGED, NOT_PERMITTED, NO_MEMORY, UNKNOWN -> false;
    };
  }

  private int port() {
    if (config.port() == 0) {
      return FreePort.choose(random);
    }
    FreePort.require(config.port());
    return config.port();
  }
}
