package ai.altertable.benchmarks.process;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// How to enter the server's PostgreSQL, where the baseline keeps a database of its own, so that
/// both sides have the same metadata store.
public record PostgresLogin(int port, String user, String password) {
  private static final String HOST = "127.0.0.1";

  /// Makes an empty database.
  void createDatabase(String name) {
    String url = "jdbc:postgresql://%s:%d/postgres".formatted(HOST, port);
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException failure) {
      throw new IllegalStateException("the baseline's database cannot be made", failure);
    }
  }

  /// What libpq connects with.
  String connection(String database) {
    return "host=%s port=%d dbname=%s user=%s password=%s"
        .formatted(HOST, port, database, user, password);
  }
}
