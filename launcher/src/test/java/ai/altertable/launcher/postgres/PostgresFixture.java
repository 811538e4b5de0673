package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.log.LogFormat;
import ai.altertable.launcher.process.Executables;
import ai.altertable.launcher.process.LiveProcesses;
import ai.altertable.launcher.process.NewSession;
import ai.altertable.launcher.process.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// A place for a server: `postgres keys logs` in a directory. The programs are unpacked once per
/// build.
///
/// @param progress what starts have said
record PostgresFixture(Path directory, List<String> progress) {
  static final Path RUNTIME = Path.of("target", "test-runtime").toAbsolutePath();

  static PostgresFixture in(Path directory) throws IOException {
    for (String part : List.of("postgres", "keys", "logs")) {
      DurableFiles.createOwnerDirectory(directory.resolve(part));
    }
    return new PostgresFixture(directory.toRealPath(), new CopyOnWriteArrayList<>());
  }

  /// A copy of a place whose server is stopped.
  PostgresFixture copyTo(Path other) throws IOException {
    List<Path> sources;
    try (Stream<Path> walked = Files.walk(directory)) {
      sources = walked.toList();
    }
    for (Path source : sources) {
      Files.copy(
          source,
          other.resolve(directory.relativize(source).toString()),
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);
    }
    return in(other);
  }

  PostgresConfig config() {
    return new PostgresConfig(
        directory.resolve("postgres"),
        directory.resolve("keys"),
        directory.resolve("logs"),
        RUNTIME,
        0,
        200,
        DataSize.ofMebibytes(64),
        Duration.ofSeconds(60),
        false,
        LogFormat.TEXT);
  }

  static Supervisor supervisor() {
    return new Supervisor(
        InstantSource.system(), new SecureRandom(), NewSession.with(Executables.ofThisProcess()));
  }

  EmbeddedPostgres start() {
    return start(config());
  }

  EmbeddedPostgres start(PostgresConfig config) {
    return EmbeddedPostgres.start(config, supervisor(), new SecureRandom(), progress::add);
  }

  Cluster cluster() {
    return new Cluster(directory.resolve("postgres/cluster"));
  }

  /// The processes that work in the cluster.
  List<Long> processes() {
    return new ProcTable(Path.of("/proc")).workingIn(cluster(), new PostmasterFile.Absent());
  }

  boolean nothingRunsWithin(Duration time) {
    return LiveProcesses.within(time, () -> processes().isEmpty());
  }
}
