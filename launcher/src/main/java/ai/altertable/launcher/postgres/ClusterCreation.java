package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.process.Command;
import ai.altertable.launcher.process.CommandOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Makes a cluster with `initdb` in a directory of another name, which becomes the cluster when it
/// is finished and on the disk.
///
/// @param superuser the name of the first role
record ClusterCreation(
    PostgresInstallation installation,
    Unprivileged unprivileged,
    String superuser,
    SuperuserPassword password) {
  private static final String UNFINISHED = "initialising-";
  private static final Duration INITDB_WITHIN = Duration.ofMinutes(5);
  static final DataSize NEEDED = DataSize.ofMebibytes(256);

  private static final String CLIENT_AUTHENTICATION =
      """
      # Passwords only, from this machine only; there are no sockets and no replicas.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  void create(Cluster cluster) throws IOException {
    Path home = cluster.directory().resolveSibling("");
    try (DirectoryStream<Path> left = Files.newDirectoryStream(home, UNFINISHED + "*")) {
      for (Path unfinished : left) {
        DurableFiles.deleteTree(unfinished);
      }
    }
    DiskSpace.require(home, NEEDED, "a new PostgreSQL cluster");
    Path fresh = home.resolve(UNFINISHED + ProcessHandle.current().pid());
    DurableFiles.createOwnerDirectory(fresh);
    try {
      initialise(fresh);
      DurableFiles.replace(
          fresh.resolve("pg_hba.conf"), CLIENT_AUTHENTICATION.getBytes(StandardCharsets.UTF_8));
      DurableFiles.rename(fresh, cluster.directory());
    } finally {
      DurableFiles.deleteTree(fresh);
    }
  }

  private void initialise(Path fresh) {
    List<String> initdb =
        List.of(
            installation.program("initdb").toString(),
            "--pgdata=" + fresh,
            "--username=" + superuser,
            "--pwfile=" + password.file(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--data-checksums",
            "--no-instructions");
    CommandOutcome outcome =
        new Command(unprivileged.wrap(initdb), PostgresSettings.ENVIRONMENT, fresh)
            .run(INITDB_WITHIN);
    if (!outcome.succeeded()) {
      throw failure(fresh, outcome);
    }
  }

  private static StartupFailure failure(Path fresh, CommandOutcome outcome) {
    boolean full = outcome.lines().stream().anyMatch(StartupDiagnosis::tellsOfFullDisk);
    return full
        ? DiskSpace.exhausted(fresh)
        : new StartupFailure(
            "PostgreSQL's initdb could not make a cluster in "
                + fresh.resolveSibling("")
                + ": it "
                + outcome.lastWords()
                + ".",
            "Remove the cause and start again.");
  }
}
