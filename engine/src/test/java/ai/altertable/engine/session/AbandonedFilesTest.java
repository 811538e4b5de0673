package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import ai.altertable.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What came to nothing takes no room, and what was committed stays.
class AbandonedFilesTest {
  private static final String FAILS_LATE =
      """
      SELECT i, CASE WHEN i = 1900000 THEN error('at last') ELSE hash(i)::VARCHAR END AS t
      FROM range(2000000) r(i)\
      """;

  @TempDir private Path directory;
  private TestEngine engine;
  private Set<Path> committed = Set.of();

  @BeforeEach
  void start() {
    engine = TestEngine.start(directory);
    engine.execute("CREATE TABLE kept AS SELECT 1 AS i, 'a' AS t");
    committed = files();
    assertThat(committed).hasSize(1);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private Set<Path> files() {
    try (Stream<Path> files = Files.walk(directory.resolve("objects"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).collect(Collectors.toSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void fails(Session session, String statement) {
    assertThatExceptionOfType(PlatformException.class)
        .isThrownBy(() -> Answers.rows(session, statement))
        .withMessageContaining("at last");
  }

  @Test
  void ofAStatementThatFails() {
    try (Session session = engine.open()) {
      fails(session, "CREATE TABLE big AS " + FAILS_LATE);
      fails(session, "INSERT INTO kept " + FAILS_LATE);
      fails(session, "UPDATE kept SET t = error('at last')");
    }
    assertThat(files()).isEqualTo(committed);
  }

  @Test
  void ofATransactionThatIsRolledBack() {
    try (Session session = engine.open()) {
      Answers.rows(session, "BEGIN; INSERT INTO kept SELECT i, 'b' FROM range(1000) r(i)");
      assertThat(files()).hasSize(2);
      fails(session, "INSERT INTO kept " + FAILS_LATE);
      Answers.rows(session, "ROLLBACK");
    }
    assertThat(files()).isEqualTo(committed);
    assertThat(engine.value("SELECT count(*) FROM kept")).isEqualTo("1");
  }

  @Test
  void andMaintenanceIsNoPartOfATransaction() {
    try (Session session = engine.open()) {
      Answers.rows(session, "BEGIN; INSERT INTO kept VALUES (2, 'b')");
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() ->
              Answers.rows(
                  session, "CALL ducklake_delete_orphaned_files('lake', cleanup_all => true)"))
          .withMessageContaining("no part of a transaction")
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED);
      Answers.rows(session, "COMMIT");
      Answers.rows(session, "CALL ducklake_delete_orphaned_files('lake', cleanup_all => true)");
    }
    assertThat(files()).hasSize(2);
    assertThat(engine.value("SELECT sum(i) FROM kept")).isEqualTo("3");
  }

  @Test
  void butNotWhatOthersCommitMeanwhile() {
    try (Session slow = engine.open()) {
      Answers.rows(slow, "BEGIN");
      engine.execute("INSERT INTO kept VALUES (2, 'b')");
      fails(slow, "INSERT INTO kept " + FAILS_LATE);
      Answers.rows(slow, "ROLLBACK");
    }
    assertThat(files()).hasSize(2).containsAll(committed);
    assertThat(engine.value("SELECT sum(i) FROM kept")).isEqualTo("3");
  }

  @Test
  void ofAStatementThatIsStopped() throws Exception {
    try (Session session = engine.open()) {
      CompletableFuture<Void> stopping =
          CompletableFuture.runAsync(() -> {
            Patience.until("a file is written", () -> !files().equals(committed));
            session.cancel();
          });
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() ->
              Answers.rows(
                  session,
                  "CREATE TABLE big AS SELECT i, hash(i)::VARCHAR AS t FROM range(1000000000) r(i)"))
          .extracting(PlatformException::code)
          .isEqualTo(ErrorCode.QUERY_CANCELLED);
      stopping.get(20, TimeUnit.SECONDS);
    }
    assertThat(files()).isEqualTo(committed);
  }
}
