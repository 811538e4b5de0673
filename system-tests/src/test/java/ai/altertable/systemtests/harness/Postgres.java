package ai.altertable.systemtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;

/// A server's embedded PostgreSQL, as its superuser sees it.
public record Postgres(int port, String password) {
  static Postgres of(int port, Path keys) {
    try {
      return new Postgres(port, Files.readString(keys.resolve("postgres-superuser")).strip());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// @param name of a database
  public Connection connect(String name) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "system test");
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + name, properties);
  }

  /// The first column of what a query in the database `postgres` answers, as text.
  public List<String> column(String sql) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }

  /// Cuts connections, and returns how many.
  ///
  /// @param condition on `pg_stat_activity`
  public int cut(String condition) {
    return column(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                + condition)
        .size();
  }

  /// Changes a setting of the running server.
  ///
  /// @param setting `name = value`
  public void configure(String setting) {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET " + setting);
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException failure) {
      throw new AssertionError(setting, failure);
    }
  }

  /// Waits until a backend commits what it has written, and cuts it right there if told.
  ///
  /// @return the process id of that backend; empty when none was seen in time
  public OptionalLong catchCommit(boolean cut, Duration within) {
    String watch =
        """
        CREATE FUNCTION pg_temp.catch_commit(cut boolean, within interval) RETURNS int AS $$
        DECLARE
          caught int;
          until timestamptz := clock_timestamp() + within;
        BEGIN
          WHILE caught IS NULL AND clock_timestamp() < until LOOP
            PERFORM pg_stat_clear_snapshot();
            SELECT pid INTO caught FROM pg_stat_activity
            WHERE state = 'active' AND query ILIKE 'COMMIT%' AND backend_xid IS NOT NULL
              AND datname = 'lakehouse' LIMIT 1;
          END LOOP;
          IF cut AND caught IS NOT NULL THEN
            PERFORM pg_terminate_backend(caught);
          END IF;
          RETURN caught;
        END $$ LANGUAGE plpgsql
        """;
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(watch);
      String run = "SELECT pg_temp.catch_commit(%s, '%d ms')".formatted(cut, within.toMillis());
      try (ResultSet rows = statement.executeQuery(run)) {
        rows.next();
        long pid = rows.getLong(1);
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(pid);
      }
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
