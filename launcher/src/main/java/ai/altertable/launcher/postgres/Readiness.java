package ai.altertable.launcher.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Whether a server answers queries.
sealed interface Readiness {
  Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  record Ready() implements Readiness {}

  record NotYet(String reason) implements Readiness {}

  /// The server is there and does not accept the superuser's password.
  record Refused() implements Readiness {}

  /// Asks for the data directory, so that another server on the same port is not taken for this
  /// one.
  static Readiness of(PostgresEndpoint endpoint, Cluster cluster) {
    try (Connection connection = endpoint.connect("postgres", ANSWER_WITHIN);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT current_setting('data_directory')")) {
      answer.next();
      return Path.of(answer.getString(1)).equals(cluster.directory())
          ? new Ready()
          : new NotYet("another PostgreSQL server answers on port " + endpoint.port());
    } catch (SQLException failure) {
      String state = String.valueOf(failure.getSQLState());
      return state.equals("28P01")
          ? new Refused()
          : new NotYet(String.valueOf(failure.getMessage()).lines().findFirst().orElse(state));
    }
  }
}
