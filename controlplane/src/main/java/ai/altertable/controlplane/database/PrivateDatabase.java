package ai.altertable.controlplane.database;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/// A database that exists, on a server new enough, and that no role may enter unless it is named:
/// the rights that PostgreSQL gives to everybody are taken back.
public final class PrivateDatabase {
  /// What PostgreSQL's manual calls `invalid_catalog_name`: there is no such database.
  private static final String NO_SUCH_DATABASE = "3D000";

  /// PostgreSQL says the second when two make the same database at the same moment.
  private static final Set<String> DATABASE_EXISTS = Set.of("42P04", "23505");

  private static final int SERVER_VERSION_MIN = 150_000;
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private static final String DATABASE_OPEN =
      "select has_database_privilege('public', current_database(), 'connect, temporary')";

  private static final String SCHEMA_OPEN =
      """
      select coalesce(bool_or(has_schema_privilege('public', oid, 'usage, create')), false)
      from pg_namespace where nspname = 'public'
      """;

  /// Large objects lie in no schema and are counted nowhere: who may make them fills the disk,
  /// whatever else it may not. Only a superuser can take that back.
  private static final String LARGE_OBJECTS_CLOSABLE =
      """
      select rolsuper and has_function_privilege('public', 'lo_create(oid)', 'execute')
      from pg_roles where rolname = current_user
      """;

  private final PostgresServer server;
  private final String name;

  private PrivateDatabase(PostgresServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /// @throws IllegalArgumentException when a database had better not be called that
  public static void checkName(String database) {
    if (!NAME.matcher(database).matches()) {
      throw new IllegalArgumentException(
          "'"
              + database
              + "' is no database name: write lower-case letters, digits and _, at most 63");
    }
  }

  /// Makes the database if it is missing, and makes it private.
  ///
  /// @param neighbour a database that exists, from which to make it
  public static void ensure(PostgresServer server, String neighbour, String name) {
    checkName(name);
    PrivateDatabase database = new PrivateDatabase(server, name);
    try {
      if (!database.exists()) {
        database.create(neighbour);
      }
      database.closeToOthers();
    } catch (SQLException failure) {
      throw database.explained(failure);
    }
  }

  private boolean exists() throws SQLException {
    try (Connection _ = connect(name)) {
      return true;
    } catch (SQLException failure) {
      if (NO_SUCH_DATABASE.equals(failure.getSQLState())) {
        return false;
      }
      throw failure;
    }
  }

  private void create(String neighbour) throws SQLException {
    try (Connection connection = connect(neighbour);
        Statement statement = connection.createStatement()) {
      statement.execute("create database \"" + name + "\" template template0 encoding 'UTF8'");
    } catch (SQLException failure) {
      if (!DATABASE_EXISTS.contains(String.valueOf(failure.getSQLState()))) {
        throw failure;
      }
    }
  }

  /// Takes back what everybody may, one process at a time: PostgreSQL fails two that change the
  /// same rights at once. The lock ends with the connection.
  private void closeToOthers() throws SQLException {
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(hashtextextended('private database', 0))");
      int version = Integer.parseInt(text(statement, "show server_version_num"));
      if (version < SERVER_VERSION_MIN) {
        throw new PlatformException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            where() + " is of version " + version / 10_000 + "; version 15 or newer is needed");
      }
      if (is(statement, DATABASE_OPEN)) {
        statement.execute("revoke connect, temporary on database \"" + name + "\" from public");
      }
      if (is(statement, SCHEMA_OPEN)) {
        statement.execute("revoke all on schema public from public");
      }
      if (is(statement, LARGE_OBJECTS_CLOSABLE)) {
        statement.execute(
            "revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)"
                + " from public");
      }
      if (is(statement, DATABASE_OPEN) || is(statement, SCHEMA_OPEN)) {
        throw new PlatformException(
            ErrorCode.PERMISSION_DENIED,
            where() + " cannot be closed to other roles; make the role its owner");
      }
    }
  }

  private static boolean is(Statement statement, String query) throws SQLException {
    return text(statement, query).equals("t");
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private Connection connect(String database) throws SQLException {
    return server.database(database, ANSWER_TIMEOUT).getConnection();
  }

  private PlatformException explained(SQLException failure) {
    return new PlatformException(
        ErrorCode.METADATA_UNAVAILABLE,
        where() + " cannot be used: " + failure.getMessage(),
        failure);
  }

  private String where() {
    return String.format(
        "PostgreSQL at %s:%d (database %s, role %s)",
        server.host(), server.port(), name, server.role());
  }
}
