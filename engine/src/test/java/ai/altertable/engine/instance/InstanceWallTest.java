package ai.altertable.engine.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.StagingArea;
import ai.altertable.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an instance holds by itself: no guard is asked about these statements.
@Timeout(120)
class InstanceWallTest {
  private static final UUID EVE = UUID.randomUUID();

  @TempDir private Path directory;
  private ManagedDatabase lake = TestPostgres.shared().createLake("lake", Path.of("unused"));
  private ManagedDatabase other = lake;
  @Nullable private Instances instances;

  @BeforeEach
  void createLakes() throws IOException {
    instances =
        Instances.open(
            TestDuckDb.loaded(),
            TestEngine.config(
                directory,
                directory.resolve("objects"),
                DataSize.ofMebibytes(512),
                DataSize.ofMebibytes(512)));
    Path objects = directory.resolve("objects");
    lake = TestPostgres.shared().createLake("lake", objects);
    other = TestPostgres.shared().createLake("other", objects);
    for (ManagedDatabase each : List.of(lake, other)) {
      run(
          new Attachment(each, Access.WRITE),
          each.name(),
          "CREATE TABLE things AS SELECT i FROM range(5000) t(i)");
    }
    Files.writeString(directory.resolve("elsewhere.csv"), "secret\n1\n");
    Path staging = new StagingArea(directory.resolve("staging")).of(UUID.randomUUID());
    Files.createDirectories(staging);
    Files.writeString(staging.resolve("upload.csv"), "secret\n1\n");
  }

  @AfterEach
  void closeInstances() {
    instances().close();
  }

  private void run(Attachment attachment, String catalog, String statement) {
    Instance instance =
        instances()
            .enter(
                new InstanceKey(
                    TestEngine.ENVIRONMENT.id(),
                    EVE,
                    TestPostgres.shared().metadata(),
                    List.of(attachment)));
    PooledConnection connection =
        instance.borrow(new ConnectionContext(catalog, "main", ZoneId.of("Etc/UTC")));
    try {
      connection.connection().execute(statement);
    } finally {
      instance.giveBack(connection, false);
      instance.leave();
    }
  }

  private Instances instances() {
    return Objects.requireNonNull(instances);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Attachment attachment, String statement) {
    return assertThatThrownBy(() -> run(attachment, "lake", statement))
        .as(statement)
        .isInstanceOf(DuckDbFailure.class);
  }

  private Path fileOf(ManagedDatabase database) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(database.dataPath()))) {
      return files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  @Test
  void filesOfOthersAreOutOfReach() throws IOException {
    Attachment mine = new Attachment(lake, Access.WRITE);
    Path staging = directory.resolve("staging");
    for (String statement :
        List.of(
            "SELECT * FROM read_parquet('" + fileOf(other) + "')",
            "SELECT * FROM read_text('" + directory + "/elsewhere.csv')",
            "SELECT * FROM read_blob('" + lake.dataPath() + "../../elsewhere.csv')",
            "SELECT * FROM read_csv('" + staging + "/*/upload.csv')",
            "SELECT * FROM read_blob('" + other.dataPath() + "**')",
            "COPY things TO '" + other.dataPath() + "mine.parquet'",
            "COPY things TO '" + directory + "/mine.csv'",
            "EXPORT DATABASE '" + directory + "/exported'",
            "ATTACH '" + directory + "/new.db'",
            "INSTALL httpfs",
            "SELECT * FROM postgres_scan('host=" + TestPostgres.HOST + "', 'public', 'x')")) {
      assertRefused(mine, statement);
    }
    assertThat(Path.of(other.dataPath()).resolve("mine.parquet")).doesNotExist();
    assertThat(directory.resolve("mine.csv")).doesNotExist();
    run(mine, "lake", "SELECT * FROM read_parquet('" + fileOf(lake) + "')");
  }

  @Test
  void wallCannotBeTakenDown() {
    Attachment mine = new Attachment(lake, Access.WRITE);
    for (String statement :
        List.of(
            "SET enable_external_access = true",
            "SET allowed_directories = ['/']",
            "SET lock_configuration = false",
            "SET allow_unsigned_extensions = true",
            "SET temp_directory = '" + directory + "'")) {
      assertRefused(mine, statement);
    }
  }

  @Test
  void catalogThatIsAttachedForReadingIsNotWritten() {
    Attachment reading = new Attachment(lake, Access.READ);
    for (String statement :
        List.of(
            "INSERT INTO things VALUES (1)",
            "UPDATE things SET i = 1",
            "DELETE FROM things",
            "CREATE TABLE mine (i INTEGER)",
            "CREATE VIEW mine AS SELECT 1",
            "ALTER TABLE things ADD COLUMN j INTEGER",
            "DROP TABLE things",
            "CREATE SCHEMA mine")) {
      assertRefused(reading, statement).hasMessageContaining("read-only");
    }
  }

  /// The engine believes that it may write; it is logged in to PostgreSQL as a reader.
  @Test
  void readersRoleWritesNothingEvenWhereTheEngineWould() {
    ManagedDatabase asReader =
        new ManagedDatabase(
            lake.name(), lake.metadataSchema(), lake.dataPath(), lake.reader(), lake.reader());
    Attachment attachment = new Attachment(asReader, Access.WRITE);
    run(attachment, "lake", "SELECT count(*) FROM things");
    for (String statement :
        List.of(
            "INSERT INTO things VALUES (1)",
            "DELETE FROM things",
            "CREATE TABLE mine (i INTEGER)",
            "DROP TABLE things",
            "CREATE SCHEMA mine")) {
      assertRefused(attachment, statement).hasMessageContaining("permission denied");
    }
  }
}
