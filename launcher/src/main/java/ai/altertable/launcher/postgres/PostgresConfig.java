package ai.altertable.launcher.postgres;

import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.log.LogFormat;
import java.nio.file.Path;
import java.time.Duration;

/// The embedded PostgreSQL.
///
/// @param home holds the cluster and nothing else
/// @param keys where the superuser's password is kept
/// @param logs where `postgres.log` goes
/// @param runtime where the programs are unpacked; needs no backup
/// @param port on 127.0.0.1; 0 for a free one, which stays the same while this server runs
/// @param connectionsMax how many clients may be connected at once
/// @param sharedBuffers PostgreSQL's own cache
/// @param readyWithin how long a start may take, recovery after a crash included
/// @param mustExist whether a missing cluster is a loss rather than a first start
/// @param logFormat of `postgres.log`
public record PostgresConfig(
    Path home,
    Path keys,
    Path logs,
    Path runtime,
    int port,
    int connectionsMax,
    DataSize sharedBuffers,
    Duration readyWithin,
    boolean mustExist,
    LogFormat logFormat) {
  private static final int CONNECTIONS_MIN = 20;
  private static final int PORT_MAX = 65_535;

  public PostgresConfig {
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port must be 0 to " + PORT_MAX + ", not " + port);
    }
    if (connectionsMax < CONNECTIONS_MIN) {
      throw new IllegalArgumentException(
          "connectionsMax must be at least " + CONNECTIONS_MIN + ", not " + connectionsMax);
    }
  }

  /// In a data directory, with the defaults: a free port, 400 connections, 64 MiB of buffers, ten
  /// minutes to be ready, lines for people.
  public static PostgresConfig in(DataDirectory directory, Path runtime) {
    return new PostgresConfig(
        directory.postgres(),
        directory.keys(),
        directory.logs(),
        runtime,
        0,
        400,
        DataSize.ofMebibytes(64),
        Duration.ofMinutes(10),
        directory.ready(),
        LogFormat.TEXT);
  }

  /// For a cluster that is a copy of another one, and is only to be looked at.
  public static PostgresConfig ofCopy(
      Path home, Path keys, Path logs, Path runtime, Duration readyWithin) {
    return new PostgresConfig(
        home,
        keys,
        logs,
        runtime,
        0,
        CONNECTIONS_MIN,
        DataSize.ofMebibytes(16),
        readyWithin,
        true,
        LogFormat.TEXT);
  }

  public PostgresConfig withPort(int chosen) {
    return new PostgresConfig(
        home,
        keys,
        logs,
        runtime,
        chosen,
        connectionsMax,
        sharedBuffers,
        readyWithin,
        mustExist,
        logFormat);
  }

  public PostgresConfig withConnectionsMax(int connections) {
    return new PostgresConfig(
        home,
        keys,
        logs,
        runtime,
        port,
        connections,
        sharedBuffers,
        readyWithin,
        mustExist,
        logFormat);
  }

  public PostgresConfig withLogFormat(LogFormat format) {
    return new PostgresConfig(
        home,
        keys,
        logs,
        runtime,
        port,
        connectionsMax,
        sharedBuffers,
        readyWithin,
        mustExist,
        format);
  }
}
