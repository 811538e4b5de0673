package ai.altertable.launcher.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

/// A process that starts a server in the directory named by its argument, commits a row, says so,
/// and leaves a query running.
final class PostgresServerToKill {
  private PostgresServerToKill() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedPostgres postgres = PostgresFixture.in(Path.of(arguments[0])).start();
    try (Connection connection = postgres.endpoint().connect("postgres", Duration.ofMinutes(1));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE n (value integer)");
      statement.execute("INSERT INTO n VALUES (1)");
      System.out.println("committed");
      statement.execute("SELECT pg_sleep(60)");
    } finally {
      postgres.close();
    }
  }
}
