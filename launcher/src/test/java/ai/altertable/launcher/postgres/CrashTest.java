package ai.altertable.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.launcher.process.LiveProcesses;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is acknowledged survives the hardest end.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CrashTest {
  private static final int ROUNDS = 3;
  private static final int COMMITS_A_ROUND = 100;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  @TempDir Path directory;

  /// Commits numbers, one by one, and remembers those that were acknowledged.
  private static final class Committer implements Runnable {
    private final PostgresEndpoint endpoint;
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean done = new AtomicBoolean();
    private int next;

    Committer(PostgresEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    @Override
    public void run() {
      while (!done.get()) {
        try (Connection connection = endpoint.connect("postgres", ANSWER_WITHIN);
            PreparedStatement insert = connection.prepareStatement("INSERT INTO n VALUES (?)")) {
          while (!done.get()) {
            insert.setInt(1, ++next);
            insert.executeUpdate();
            acknowledged.add(next);
          }
        } catch (SQLException away) {
          // Killed, or not back yet; the number counts as not acknowledged.
          Thread.onSpinWait();
        }
      }
    }

    boolean reaches(int count) {
      return LiveProcesses.within(Duration.ofSeconds(30), () -> acknowledged.size() >= count);
    }
  }

  @Test
  void acknowledgedCommitsSurviveTheKillingOfEveryProcess() throws Exception {
    PostgresFixture fixture = PostgresFixture.in(directory);
    try (EmbeddedPostgres postgres = fixture.start()) {
      execute(postgres, "CREATE TABLE n (value integer)");
      Committer committer = new Committer(postgres.endpoint());
      Thread client = Thread.ofPlatform().start(committer);
      for (int round = 1; round <= ROUNDS; round++) {
        assertThat(committer.reaches(committer.acknowledged.size() + COMMITS_A_ROUND)).isTrue();
        List<Long> processes = fixture.processes();
        assertThat(processes).hasSizeGreaterThan(4);
        processes.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      }
      assertThat(committer.reaches(committer.acknowledged.size() + COMMITS_A_ROUND)).isTrue();
      committer.done.set(true);
      client.join();
      assertThat(stored(postgres)).containsAll(committer.acknowledged);
      assertThat(committer.acknowledged)
          .hasSizeGreaterThanOrEqualTo((ROUNDS + 1) * COMMITS_A_ROUND);
    }
    assertThat(fixture.nothingRunsWithin(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void killedServerTakesPostgresWithItAndTheNextOneGoesOn() throws Exception {
    PostgresFixture fixture = PostgresFixture.in(directory);
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PostgresServerToKill.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = server.inputReader()) {
      assertThat(output.readLine()).isEqualTo("committed");
      assertThat(fixture.processes()).isNotEmpty();
    } finally {
      server.destroyForcibly();
    }
    // At once: the first PostgreSQL is still shutting down.
    try (EmbeddedPostgres postgres = fixture.start()) {
      assertThat(stored(postgres)).containsExactly(1);
    }
    assertThat(fixture.nothingRunsWithin(Duration.ofSeconds(5))).isTrue();
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.endpoint().connect("postgres", ANSWER_WITHIN);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Set<Integer> stored(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.endpoint().connect("postgres", ANSWER_WITHIN);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT value FROM n")) {
      Set<Integer> values = new HashSet<>();
      while (rows.next()) {
        values.add(rows.getInt(1));
      }
      return values;
    }
  }
}
