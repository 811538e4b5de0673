package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileFormat;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.LoadMode;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Large files are brought to Parquet before their load waits for the write lease.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LargeLoadTest {
  private static final int ROWS = 1_200_000;

  private TestEngine engine;
  private Path large;
  private Path broken;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    engine = TestEngine.start(directory);
    Files.createDirectories(engine.staging());
    large = write("large.csv", "");
    broken = write("broken.csv", "1,2,3,4,5\n");
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private Path write(String name, String end) throws IOException {
    Path file = engine.staging().resolve(name);
    try (Writer writer = Files.newBufferedWriter(file)) {
      writer.write("id,name,day\n");
      for (int i = 0; i < ROWS; i++) {
        writer.write(i + ",name of number " + i + ",2026-01-0" + (1 + i % 9) + "\n");
      }
      writer.write(end);
    }
    assertThat(Files.size(file)).isGreaterThan(32L << 20);
    return file;
  }

  private long load(Path file, String table, LoadMode mode) {
    try (Session session = engine.open()) {
      return session.load(
          new FileLoad(file, FileFormat.CSV, TestEngine.LAKE, "large", table, mode));
    }
  }

  /// The Parquet files of a table that no statement has written.
  private List<Path> loaded(String table) {
    Path directory = Path.of(engine.lake().dataPath(), "large", table);
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(path -> path.toString().contains("/.load-"))
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void filesAreWrittenWhileAnotherHasTheLease() throws Exception {
    engine.execute("CREATE TABLE held(i INTEGER)");
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        Session holder = engine.open()) {
      Answers.rows(holder, "BEGIN; INSERT INTO held VALUES (1)");
      Future<Long> load = threads.submit(() -> load(large, "ahead", LoadMode.CREATE));
      while (loaded("ahead").isEmpty() && !load.isDone()) {
        Thread.sleep(20);
      }
      Thread.sleep(200);
      assertThat(load).isNotDone();
      Answers.rows(holder, "COMMIT");
      assertThat(load.get()).isEqualTo(ROWS);
    }
    assertThat(engine.value("SELECT count(DISTINCT id) || ' ' || min(day) FROM large.ahead"))
        .isEqualTo(ROWS + " 2026-01-01");
    assertThat(engine.value("SELECT name FROM large.ahead WHERE id = 777777"))
        .isEqualTo("name of number 777777");
  }

  @Test
  void filesAreNamedRelativeToTheTable() throws SQLException {
    load(large, "relative", LoadMode.CREATE);
    assertThat(loaded("relative")).isNotEmpty();
    try (Connection metadata = engine.postgres().connect();
        Statement statement = metadata.createStatement();
        ResultSet absolute =
            statement.executeQuery(
                "SELECT count(*) FROM %s.ducklake_data_file WHERE NOT path_is_relative"
                    .formatted(engine.lake().metadataSchema()))) {
      assertThat(absolute.next()).isTrue();
      assertThat(absolute.getLong(1)).isZero();
    }
  }

  @Test
  void rowsJoinThoseOfTheTable() {
    engine.execute(
        "CREATE SCHEMA IF NOT EXISTS large;"
            + " CREATE TABLE large.joined(extra DOUBLE, NAME VARCHAR, id VARCHAR, day DATE)");
    engine.execute("INSERT INTO large.joined VALUES (1.5, 'first', 'x', NULL)");
    assertThat(load(large, "joined", LoadMode.APPEND)).isEqualTo(ROWS);
    assertThat(load(large, "joined", LoadMode.CREATE_APPEND)).isEqualTo(ROWS);
    assertThat(loaded("joined")).isNotEmpty();
    assertThat(
            engine.value(
                "SELECT count(*) || ' ' || count(extra) || ' ' || max(id) FROM large.joined"))
        .isEqualTo(2 * ROWS + 1 + " 1 x");
    engine.execute("ALTER TABLE large.joined RENAME COLUMN id TO number");
    assertThat(engine.value("SELECT count(*) FROM large.joined WHERE number = '42'"))
        .isEqualTo("2");
    load(large, "joined", LoadMode.OVERWRITE);
    assertThat(engine.value("SELECT count(*) FROM large.joined")).isEqualTo("" + ROWS);
  }

  @Test
  void constraintsAndDefaultsHold() {
    engine.execute(
        "CREATE SCHEMA IF NOT EXISTS large; CREATE TABLE large.strict(id BIGINT, name VARCHAR, day"
            + " DATE, origin VARCHAR DEFAULT 'file')");
    assertThat(load(large, "strict", LoadMode.APPEND)).isEqualTo(ROWS);
    assertThat(engine.value("SELECT count(*) FROM large.strict WHERE origin = 'file'"))
        .isEqualTo("" + ROWS);
  }

  @Test
  void brokenFileLeavesNothing() {
    assertThatThrownBy(() -> load(broken, "broken", LoadMode.CREATE))
        .isInstanceOfSatisfying(
            PlatformException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_FILE));
    assertThat(loaded("broken")).isEmpty();
    assertThat(engine.value("SELECT count(*) FROM (SHOW ALL TABLES) WHERE name = 'broken'"))
        .isEqualTo("0");
  }

  @Test
  void existingTableIsNotMadeAgain() {
    engine.execute("CREATE SCHEMA IF NOT EXISTS large; CREATE TABLE large.present(id BIGINT)");
    assertThatThrownBy(() -> load(large, "present", LoadMode.CREATE))
        .isInstanceOfSatisfying(
            PlatformException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    assertThat(loaded("present")).isEmpty();
  }
}
