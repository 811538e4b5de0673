package ai.altertable.launcher.backup;

import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.postgres.PostgresEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Copies the cluster of a PostgreSQL that runs, by its low-level interface (PostgreSQL manual,
/// section 25.3.4): between start and stop files may be copied torn and at different times, and the
/// log that is copied afterwards makes them whole. When it is recovered, the copy is at one moment
/// after the stop, in all databases, with all roles. Writers are not held up.
///
/// @param cluster of the server, on this machine
record BaseBackup(PostgresEndpoint endpoint, Path cluster) {
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);
  private static final String CONTROL = "global/pg_control";

  /// What a server makes anew; the directories themselves must be there.
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT =
      Set.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map", CONTROL);

  private static final Pattern TEMPORARY =
      Pattern.compile("pgsql_tmp.*|pg_internal\\.init.*|.*\\.tmp");

  private static final Pattern FIRST_SEGMENT =
      Pattern.compile("START WAL LOCATION: \\S+ \\(file ([0-9A-F]{24})\\)");

  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
  private static final int CONTROL_READS_MAX = 100;

  /// @param target a directory that is made
  /// @throws SQLException when the server refuses, or goes away meanwhile
  void copyTo(Path target) throws IOException, SQLException {
    try (Connection connection = endpoint.connect("postgres", ANSWER_WITHIN);
        Statement statement = connection.createStatement()) {
      // Keeps the log that the copy needs; gone with the connection.
      statement.execute(
          "select pg_create_physical_replication_slot('backup_' || pg_backend_pid(), true, true)");
      statement.execute("select pg_backup_start('altertable', true)");
      Files.walkFileTree(cluster, new Copying(target));
      copyControl(target);
      try (ResultSet stop =
          statement.executeQuery(
              "select labelfile, pg_walfile_name(lsn), length(spcmapfile) from pg_backup_stop(false)")) {
        stop.next();
        if (stop.getInt(3) > 0) {
          throw new IOException("the cluster has tablespaces, which lie elsewhere");
        }
        String label = stop.getString(1);
        DurableFiles.replace(
            target.resolve("backup_label"), label.getBytes(StandardCharsets.UTF_8));
        copyLog(target, first(label), stop.getString(2));
      }
    }
  }

  private static String first(String label) throws IOException {
    Matcher matcher = FIRST_SEGMENT.matcher(label);
    if (!matcher.find()) {
      throw new IOException("PostgreSQL's backup label does not say where its log begins");
    }
    return matcher.group(1);
  }

  /// The server may write this one file at any time, and nothing makes a torn copy whole.
  private void copyControl(Path target) throws IOException {
    byte[] before = Files.readAllBytes(cluster.resolve(CONTROL));
    for (int i = 0; i < CONTROL_READS_MAX; i++) {
      byte[] again = Files.readAllBytes(cluster.resolve(CONTROL));
      if (Arrays.equals(before, again)) {
        Files.write(target.resolve(CONTROL), again);
        return;
      }
      before = again;
    }
    throw new IOException(CONTROL + " changes all the time");
  }

  private void copyLog(Path target, String first, String last) throws IOException {
    try (var entries = Files.newDirectoryStream(cluster.resolve("pg_wal"))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean needed =
            SEGMENT.matcher(name).matches()
                && name.compareTo(first) >= 0
                && name.compareTo(last) <= 0;
        if (needed || name.endsWith(".history")) {
          Files.copy(entry, target.resolve("pg_wal").resolve(name));
        }
      }
    }
  }

  private final class Copying extends SimpleFileVisitor<Path> {
    private final Path target;

    private Copying(Path target) {
      this.target = target;
    }

    private Path within(Path path) {
      return target.resolve(cluster.relativize(path).toString());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      String name = String.valueOf(directory.getFileName());
      if (TEMPORARY.matcher(name).matches()) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      DurableFiles.createOwnerDirectory(within(directory));
      return EMPTIED.contains(cluster.relativize(directory).toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String relative = cluster.relativize(file).toString();
      boolean temporary = TEMPORARY.matcher(String.valueOf(file.getFileName())).matches();
      if (!temporary && !LEFT_OUT.contains(relative)) {
        try {
          Files.copy(file, within(file));
        } catch (NoSuchFileException dropped) {
          return FileVisitResult.CONTINUE;
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
