package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.FileFormat;
import ai.altertable.foundation.session.FileLoad;
import ai.altertable.foundation.session.LoadMode;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileLoadTest {
  private TestEngine engine;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    engine = TestEngine.start(directory);
    Files.createDirectories(engine.staging());
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  private long load(String table, LoadMode mode, FileFormat format, byte[] content)
      throws Exception {
    Path file = Files.createTempFile(engine.staging(), "load", ".upload");
    Files.write(file, content);
    try (Session session = engine.open()) {
      return session.load(new FileLoad(file, format, TestEngine.LAKE, "loads", table, mode));
    } finally {
      Files.delete(file);
    }
  }

  private long load(String table, LoadMode mode, FileFormat format, String content)
      throws Exception {
    return load(table, mode, format, content.getBytes(StandardCharsets.UTF_8));
  }

  private List<List<String>> rows(String sql) {
    try (Session session = engine.open()) {
      return Answers.rows(session, sql);
    }
  }

  private void assertAbsent(String table) {
    assertThat(
            rows(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'loads' AND"
                    + " table_name = '"
                    + table
                    + "'"))
        .isEmpty();
  }

  private static PlatformException failure(ThrowingCallable call) {
    PlatformException[] caught = new PlatformException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(PlatformException.class, failure -> caught[0] = failure);
    return caught[0];
  }

  @Test
  void whatIsNoTextIsNoFileToLoad() throws Exception {
    byte[] emptyZip = new byte[22];
    System.arraycopy(new byte[] {'P', 'K', 5, 6}, 0, emptyZip, 0, 4);
    byte[] database = new byte[12 << 10];
    System.arraycopy("DUCK".getBytes(StandardCharsets.US_ASCII), 0, database, 8, 4);
    for (byte[] content : List.of(emptyZip, database)) {
      for (LoadMode mode : List.of(LoadMode.CREATE, LoadMode.OVERWRITE)) {
        assertThat(failure(() -> load("binary", mode, FileFormat.CSV, content)).code())
            .isEqualTo(ErrorCode.MALFORMED_FILE);
      }
    }
    assertAbsent("binary");
  }

  @Test
  void createMakesTheTableAndItsSchema() throws Exception {
    assertThat(load("made", LoadMode.CREATE, FileFormat.CSV, "a,b\n1,x\n2,y\n")).isEqualTo(2);
    assertThat(rows("SELECT a, b FROM loads.made ORDER BY a"))
        .containsExactly(List.of("1", "x"), List.of("2", "y"));
    assertThat(failure(() -> load("made", LoadMode.CREATE, FileFormat.CSV, "a,b\n3,z\n")).code())
        .isEqualTo(ErrorCode.ALREADY_EXISTS);
    assertThat(rows("SELECT count(*) FROM loads.made")).containsExactly(List.of("2"));
  }

  @Test
  void appendGoesByNameAndKeepsTheTablesTypes() throws Exception {
    rows(
        "CREATE SCHEMA IF NOT EXISTS loads; CREATE TABLE loads.codes(code VARCHAR, n BIGINT, note"
            + " VARCHAR)");
    assertThat(load("codes", LoadMode.APPEND, FileFormat.CSV, "N,code\n1,007\n2,010\n"))
        .isEqualTo(2);
    assertThat(load("codes", LoadMode.APPEND, FileFormat.JSON, "[{\"code\": 12, \"n\": 3}]"))
        .isEqualTo(1);
    assertThat(rows("SELECT code, n, note FROM loads.codes ORDER BY n"))
        .containsExactly(
            List.of("007", "1", "null"), List.of("010", "2", "null"), List.of("12", "3", "null"));
  }

  @Test
  void appendNeedsTheTable() throws Exception {
    assertThat(failure(() -> load("none", LoadMode.APPEND, FileFormat.CSV, "a\n1\n")).code())
        .isEqualTo(ErrorCode.TABLE_NOT_FOUND);
  }

  @Test
  void createAppendMakesTheTableOnce() throws Exception {
    load("both", LoadMode.CREATE_APPEND, FileFormat.JSON, "{\"a\": 1}\n{\"a\": 2}\n");
    load("both", LoadMode.CREATE_APPEND, FileFormat.JSON, "{\"a\": 3}\n");
    assertThat(rows("SELECT sum(a) FROM loads.both")).containsExactly(List.of("6"));
  }

  @Test
  void overwriteReplacesColumnsAndRows() throws Exception {
    load("over", LoadMode.OVERWRITE, FileFormat.CSV, "a,b\n1,x\n");
    load("over", LoadMode.OVERWRITE, FileFormat.CSV, "c\n9\n");
    assertThat(rows("SELECT c FROM loads.over")).containsExactly(List.of("9"));
  }

  private static void writeParquet(String query, Path file) {
    try (Database database = TestDuckDb.open();
        Connection connection = database.connect()) {
      connection.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, file));
    }
  }

  @Test
  void parquetIsLoadedAsItIs() throws Exception {
    Path file = engine.staging().resolve("made.parquet");
    writeParquet("SELECT i, i * 1.5 AS x FROM range(5000) t(i)", file);
    byte[] whole = Files.readAllBytes(file);
    assertThat(load("parquet", LoadMode.CREATE, FileFormat.PARQUET, whole)).isEqualTo(5000);
    byte[] truncated = java.util.Arrays.copyOf(whole, whole.length / 2);
    assertThat(failure(() -> load("cut", LoadMode.CREATE, FileFormat.PARQUET, truncated)).code())
        .isEqualTo(ErrorCode.MALFORMED_FILE);
    assertAbsent("cut");
  }

  @Test
  void lyingParquetLeavesNothing() throws Exception {
    Path file = engine.staging().resolve("lying.parquet");
    writeParquet("SELECT i, md5(i::VARCHAR) AS m FROM range(100000) t(i)", file);
    byte[] lying = Files.readAllBytes(file);
    for (int i = 100; i < lying.length / 2; i++) {
      lying[i] ^= 0x5a;
    }
    PlatformException failure =
        failure(() -> load("lying", LoadMode.CREATE, FileFormat.PARQUET, lying));
    assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_FILE);
    assertThat(failure.clientMessage()).doesNotContain(engine.staging().toString());
    assertAbsent("lying");
  }

  @Test
  void raggedCsvIsRefusedWithItsLine() {
    PlatformException failure =
        failure(
            () -> load("ragged", LoadMode.CREATE, FileFormat.CSV, "a,b,c\n1,2,3\n4,5\n7,8,9\n"));
    assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_FILE);
    assertThat(failure.clientMessage()).contains("Line: 3");
    assertAbsent("ragged");
  }

  @Test
  void badValueLateInTheFileLeavesNothing() {
    String content = "a\n" + "1\n".repeat(200_000) + "x\n";
    PlatformException failure =
        failure(() -> load("late", LoadMode.CREATE, FileFormat.CSV, content));
    assertThat(failure.clientMessage()).contains("200002");
    assertAbsent("late");
  }

  @Test
  void unknownCatalogIsNamed() throws Exception {
    Path file = Files.writeString(engine.staging().resolve("x.csv"), "a\n1\n");
    try (Session session = engine.open()) {
      FileLoad load = new FileLoad(file, FileFormat.CSV, "demo", "main", "t", LoadMode.CREATE);
      assertThat(failure(() -> session.load(load)))
          .hasMessageContaining("Catalog \"demo\" does not exist");
    }
  }

  @Test
  void jsonThatIsNestedTooDeepIsRefusedWithItsLine() throws Exception {
    String deep = "{\"a\": \"}{[\\\"\"}\n" + "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000);
    PlatformException refused = failure(() -> load("deep", LoadMode.CREATE, FileFormat.JSON, deep));
    assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_FILE);
    assertThat(refused.clientMessage()).contains("line 2");
    assertAbsent("deep");
    assertThat(
            load(
                "flat",
                LoadMode.CREATE,
                FileFormat.JSON,
                "[" + "{\"a\": [1]},".repeat(500) + "{\"a\": [2]}]"))
        .isEqualTo(501);
  }

  @Test
  void jsonNamesThatDifferInCaseAloneKeepTheirValues() throws Exception {
    assertThat(load("cases", LoadMode.CREATE, FileFormat.JSON, "{\"a\": 1, \"A\": 2}\n"))
        .isEqualTo(1);
    assertThat(load("cases", LoadMode.APPEND, FileFormat.JSON, "{\"a\": 3, \"A\": 4}\n"))
        .isEqualTo(1);
    assertThat(rows("SELECT a, a_1 FROM loads.cases ORDER BY a"))
        .containsExactly(List.of("1", "2"), List.of("3", "4"));
  }
}
