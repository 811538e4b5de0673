package ai.altertable.launcher.postgres.external;

import ai.altertable.launcher.StartupFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a server is new enough, can be written to, and gives our role the rights that it needs.
final class Fitness {
  private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);
  private static final int VERSION_MIN = 150_000;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final String HOW_TO = "docs/how-to/use-an-external-postgresql.md";

  private static final String ROLE =
      """
      select current_setting('server_version_num')::int, pg_is_in_recovery(), rolsuper,
        rolcreatedb, rolcreaterole,
        concat_ws(', ', case when current_setting('fsync') <> 'on' then 'fsync' end,
          case when current_setting('full_page_writes') <> 'on' then 'full_page_writes' end,
          case when current_setting('synchronous_commit') = 'off' then 'synchronous_commit' end)
      from pg_roles where rolname = current_user
      """;

  private static final String DATABASE =
      """
      select pg_has_role(datdba, 'usage'), pg_encoding_to_char(encoding)
      from pg_database where datname = ?
      """;

  private final ExternalPostgres postgres;
  private final List<String> missing = new ArrayList<>();

  private Fitness(ExternalPostgres postgres) {
    this.postgres = postgres;
  }

  /// @param reachable a database of the server that can be connected to
  /// @throws StartupFailure with what is wrong and what to do
  static void require(ExternalPostgres postgres, String reachable) {
    try (Connection connection =
        postgres.server().database(reachable, ANSWER_WITHIN).getConnection()) {
      new Fitness(postgres).look(connection);
    } catch (SQLException failure) {
      throw new StartupFailure(
          postgres.where() + " does not say what it is: " + Arrival.reason(failure) + ".",
          "See docs/runbooks/postgresql-not-reachable.md.",
          failure);
    }
  }

  private void look(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ROLE)) {
      row.next();
      int version = row.getInt(1);
      if (version < VERSION_MIN) {
        throw new StartupFailure(
            "%s is of version %d; version 15 or newer is needed."
                .formatted(postgres.where(), version / 10_000),
            "Upgrade it, or name another server with --postgres-url.");
      }
      if (row.getBoolean(2)) {
        throw new StartupFailure(
            postgres.where() + " is a standby, which cannot be written to.",
            "Name the primary with --postgres-url.");
      }
      boolean superuser = row.getBoolean(3);
      database(connection, postgres.database(), superuser || row.getBoolean(4));
      database(connection, postgres.lakehouse(), superuser || row.getBoolean(4));
      if (!superuser && !row.getBoolean(5)) {
        missing.add("may not make roles (CREATEROLE)");
      }
      warn(row.getString(6));
    }
    if (!missing.isEmpty()) {
      throw new StartupFailure(
          "Role %s of %s %s."
              .formatted(
                  postgres.server().role(), postgres.where(), String.join(", and ", missing)),
          "ALTER ROLE %s CREATEDB CREATEROLE, or prepare the databases as %s says."
              .formatted(postgres.server().role(), HOW_TO));
    }
  }

  private void database(Connection connection, String name, boolean mayMake) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(DATABASE)) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          if (!mayMake) {
            missing.add("may not make the database " + name + " (CREATEDB), which is not there");
          }
        } else if (!row.getBoolean(1)) {
          missing.add("does not own the database " + name);
        } else if (!"UTF8".equals(row.getString(2))) {
          throw new StartupFailure(
              "The database %s of %s has the encoding %s; UTF8 is needed."
                  .formatted(name, postgres.where(), row.getString(2)),
              "Make it anew as " + HOW_TO + " says.");
        }
      }
    }
  }

  private void warn(String unsafe) {
    if (!unsafe.isEmpty()) {
      LOG.warn(
          "{} may lose what it has acknowledged: these settings are off: {}",
          postgres.where(),
          unsafe);
    }
  }
}
