package ai.altertable.launcher.postgres;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.datadir.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The PostgreSQL that runs: whether it answers, keeps what it has acknowledged, has connections
/// left, and tells the same time.
///
/// @param data the server's data directory
public record RunningPostgresCheck(Path data, Clock clock) implements Check {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final Duration SKEW = Duration.ofSeconds(2);

  /// Without any of these an acknowledged commit may be lost.
  private static final Map<String, String> NEEDED =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on");

  private static final String STATE =
      """
      SELECT name, setting FROM pg_settings
      WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums',
        'max_connections', 'server_version')
      UNION ALL
      SELECT 'used', count(*)::text FROM pg_stat_activity WHERE backend_type = 'client backend'
      """;

  @Override
  public String name() {
    return "postgresql server";
  }

  @Override
  public Finding look() throws IOException {
    Path home = data.resolve(Layout.POSTGRES);
    boolean served = DataDirectory.user(data).isPresent();
    if (!Files.isDirectory(home)) {
      return new Finding.Fine("It does not run.");
    }
    Cluster cluster = new Cluster(home.toRealPath().resolve(Cluster.NAME));
    PostmasterFile postmaster = PostmasterFile.of(cluster);
    if (ProcessTable.ofThisMachine().workingIn(cluster, postmaster).isEmpty()) {
      return served
          ? new Finding.Problem("The server runs without it.", "See logs/postgres.log.")
          : new Finding.Fine("It does not run.");
    }
    if (!served) {
      return new Finding.Warning(
          "It runs without a server of ours.",
          "It ends by itself within seconds after its server; else end its processes.");
    }
    return asked(cluster);
  }

  private Finding asked(Cluster cluster) throws IOException {
    PostgresEndpoint endpoint =
        new PostgresEndpoint(
            PostgresServer.HOST,
            PostmasterFile.port(cluster),
            PostgresServer.SUPERUSER,
            SuperuserPassword.in(data.resolve(Layout.KEYS)).read(cluster));
    return switch (Readiness.of(endpoint, cluster)) {
      case Readiness.Ready _ -> settings(endpoint);
      case Readiness.Refused _ ->
          new Finding.Problem(
              "It does not accept the password that is kept in keys/.",
              "Restore that directory from the backup that the cluster belongs to.");
      case Readiness.NotYet notYet ->
          new Finding.Problem(
              "It does not answer: " + notYet.reason() + ".",
              "See logs/postgres.log; docs/runbooks/postgresql-does-not-start.md.");
    };
  }

  private Finding settings(PostgresEndpoint endpoint) {
    try (Connection connection = endpoint.connect("postgres", WITHIN)) {
      return of(connection, clock);
    } catch (SQLException failure) {
      return new Finding.Problem(
          "It does not say how it is set: " + failure.getMessage() + ".", "See logs/postgres.log.");
    }
  }

  /// What a server says of itself.
  public static Finding of(Connection connection, Clock clock) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Map<String, String> state = new TreeMap<>();
      try (ResultSet rows = statement.executeQuery(STATE)) {
        while (rows.next()) {
          state.put(rows.getString(1), rows.getString(2));
        }
      }
      return judge(state, skew(statement, clock));
    }
  }

  private static Duration skew(Statement statement, Clock clock) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT clock_timestamp()")) {
      rows.next();
      Instant there = rows.getObject(1, OffsetDateTime.class).toInstant();
      return Duration.between(there, clock.instant()).abs();
    }
  }

  static Finding judge(Map<String, String> state, Duration skew) {
    List<String> unsafe = new ArrayList<>();
    new TreeMap<>(NEEDED)
        .forEach((name, needed) -> {
          if (!needed.equals(state.get(name))) {
            unsafe.add(name + " = " + state.get(name));
          }
        });
    String version = "PostgreSQL " + state.get("server_version");
    if (!unsafe.isEmpty()) {
      return new Finding.Problem(
          version + " may lose or damage data: " + String.join(", ", unsafe) + ".",
          "Take these settings back, and restart PostgreSQL.");
    }
    if (skew.compareTo(SKEW) > 0) {
      return new Finding.Warning(
          version + " tells a time that differs by " + skew.toMillis() + " ms.",
          "Set both clocks by the same service (NTP).");
    }
    Finding connections =
        connections(version, number(state, "used"), number(state, "max_connections"));
    return connections instanceof Finding.Fine && "off".equals(state.get("data_checksums"))
        ? unchecked(version)
        : connections;
  }

  /// It loses nothing by itself, and managed ones are often set so.
  private static Finding unchecked(String version) {
    return new Finding.Warning(
        version + " does not notice when its disk changes data: data_checksums = off.",
        "Run pg_checksums --enable while PostgreSQL is stopped, if it is yours to stop.");
  }

  private static Finding connections(String version, long used, long max) {
    String seen =
        "%s answers, keeps what it acknowledges, and has %d of %d connections in use."
            .formatted(version, used, max);
    return used * 5 > max * 4
        ? new Finding.Warning(
            seen, "Close what else is connected to it, or remove databases and users not needed.")
        : new Finding.Fine(seen);
  }

  private static long number(Map<String, String> state, String name) {
    return Long.parseLong(state.getOrDefault(name, "0"));
  }
}
