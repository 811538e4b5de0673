package ai.altertable.launcher.postgres.external;

import ai.altertable.launcher.StartupFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whose a server's databases are. They belong to one data directory: its master key makes the
/// passwords of their roles, and its objects are what their metadata names. The mark is the comment
/// of the platform's schema, so it moves with `pg_dump`.
///
/// @param mark made from the master key, which it does not tell
public record Claim(ExternalPostgres postgres, String mark) {
  private static final String PREFIX = "Altertable installation ";
  private static final Pattern MARK = Pattern.compile("[\\w-]{8,64}");
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
  private static final String NO_SUCH_DATABASE = "3D000";

  private static final String SCHEMA =
      """
      select coalesce(obj_description(oid, 'pg_namespace'), '')
      from pg_namespace where nspname = 'platform'
      """;

  public Claim {
    if (!MARK.matcher(mark).matches()) {
      throw new IllegalArgumentException("a mark has letters, digits, _ and - only");
    }
  }

  /// @param mustExist whether the platform's tables have been made before
  /// @throws StartupFailure when they are another installation's, or lost
  public void check(boolean mustExist) {
    Optional<String> comment = comment();
    if (comment.isEmpty() && mustExist) {
      throw new StartupFailure(
          "The database %s of %s does not hold the platform's tables, although this data directory"
                  .formatted(postgres.database(), postgres.where())
              + " has been set up.",
          "Correct --postgres-url, or restore the databases from a backup; nothing has been"
              + " changed.");
    }
    String other = comment.filter(text -> text.startsWith(PREFIX)).orElse(PREFIX + mark);
    if (!other.equals(PREFIX + mark)) {
      throw new StartupFailure(
          "The database %s of %s belongs to another installation of Altertable, with another master"
                  .formatted(postgres.database(), postgres.where())
              + " key.",
          "Name another database in --postgres-url, or use the data directory that it belongs to;"
              + " nothing has been changed.");
    }
  }

  /// Marks them as ours. After the tables have been made.
  public void stake() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("comment on schema platform is '" + PREFIX + mark + "'");
    } catch (SQLException failure) {
      throw unknown(failure);
    }
  }

  /// Empty: there are no tables.
  private Optional<String> comment() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SCHEMA)) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    } catch (SQLException failure) {
      if (NO_SUCH_DATABASE.equals(failure.getSQLState())) {
        return Optional.empty();
      }
      throw unknown(failure);
    }
  }

  private Connection connect() throws SQLException {
    return postgres.server().database(postgres.database(), ANSWER_WITHIN).getConnection();
  }

  private StartupFailure unknown(SQLException failure) {
    return new StartupFailure(
        "%s does not say whose the database %s is: %s."
            .formatted(postgres.where(), postgres.database(), Arrival.reason(failure)),
        "Make role " + postgres.server().role() + " its owner, and start again.",
        failure);
  }
}
