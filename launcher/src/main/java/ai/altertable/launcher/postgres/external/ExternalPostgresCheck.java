package ai.altertable.launcher.postgres.external;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.postgres.Cluster;
import ai.altertable.launcher.postgres.RunningPostgresCheck;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/// A PostgreSQL that somebody else runs: whether it answers now, lets us in, gives the rights that
/// are needed, and keeps what it acknowledges.
///
/// @param data the server's data directory
public record ExternalPostgresCheck(ExternalPostgres postgres, Path data, Clock clock)
    implements Check {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "postgresql server";
  }

  @Override
  public Finding look() {
    if (Cluster.existsIn(data.resolve("postgres"))) {
      return new Finding.Problem(
          "The data directory has its metadata in the embedded PostgreSQL, and --postgres-url names"
              + " another.",
          "Leave --postgres-url out, or move the metadata as"
              + " docs/how-to/use-an-external-postgresql.md says.");
    }
    ExternalPostgres hasty =
        new ExternalPostgres(
            postgres.server(), postgres.database(), postgres.lakehouse(), Duration.ZERO);
    Arrival arrival = new Arrival(hasty, _ -> {});
    String database = arrival.await();
    Fitness.require(hasty, database);
    try (Connection connection = postgres.server().database(database, WITHIN).getConnection()) {
      return RunningPostgresCheck.of(connection, clock);
    } catch (SQLException failure) {
      return new Finding.Problem(
          postgres.where() + " does not say how it is set: " + Arrival.reason(failure) + ".",
          "See docs/runbooks/postgresql-not-reachable.md.");
    }
  }
}
