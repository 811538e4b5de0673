package ai.altertable.engine.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.Database;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.NativeStatement;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.capi.TestDuckDb;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Errors that DuckDB really makes.
class DuckDbErrorsTest {
  private final Database database = TestDuckDb.open();
  private final Connection connection = TestDuckDb.connect(database);

  @TempDir private Path directory;

  @BeforeEach
  void createTables() {
    connection.execute(
        """
        CREATE TABLE orders (id INTEGER NOT NULL, name VARCHAR UNIQUE, amount DECIMAL(5, 2) CHECK (amount > 0));
        CREATE TABLE parents (id INTEGER PRIMARY KEY);
        CREATE TABLE children (parent INTEGER REFERENCES parents (id));
        CREATE SCHEMA filled; CREATE TABLE filled.t (i INTEGER);
        CREATE VIEW v AS FROM orders;
        """);
  }

  @AfterEach
  void close() {
    connection.close();
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELEC 1 | SYNTAX_ERROR | 1 | syntax error at or near \"SELEC\"",
        "SELECT (1 | SYNTAX_ERROR | | syntax error at end of input",
        "SELECT 'open | SYNTAX_ERROR | 8 | unterminated quoted string",
        "SELECT 1 /* open | SYNTAX_ERROR | 10 | unterminated /* comment",
        "FROM ordrs | TABLE_NOT_FOUND | 6 | Did you mean \"orders\"?",
        "DROP TABLE nosuch | TABLE_NOT_FOUND | | nosuch does not exist",
        "INSERT INTO nosuch VALUES (1) | TABLE_NOT_FOUND | | nosuch does not exist",
        "ALTER TABLE nosuch ADD COLUMN i INTEGER | TABLE_NOT_FOUND | | nosuch does not exist",
        "DROP VIEW nosuch | TABLE_NOT_FOUND | | nosuch does not exist",
        "SELECT other.id FROM orders | TABLE_NOT_FOUND | 8 | Candidate tables: \"orders\"",
        "FROM nosuch.t | SCHEMA_NOT_FOUND | 6 | schema \"nosuch\" does not exist",
        "DROP SCHEMA nosuch | SCHEMA_NOT_FOUND | | nosuch does not exist",
        "USE nosuch | SCHEMA_NOT_FOUND | | No catalog + schema named \"nosuch\"",
        "CREATE TABLE nosuch.t (i INTEGER) | SCHEMA_NOT_FOUND | | nosuch",
        "FROM nosuch.main.t | CATALOG_NOT_FOUND | | Catalog \"nosuch\" does not exist",
        "CREATE TABLE nosuch.main.t (i INTEGER) | CATALOG_NOT_FOUND | | nosuch",
        "DETACH nosuch | CATALOG_NOT_FOUND | | nosuch",
        "SELECT nme FROM orders | COLUMN_NOT_FOUND | 8 | Candidate bindings: \"name\"",
        "SELECT orders.nosuch FROM orders | COLUMN_NOT_FOUND | 8 | does not have a column named",
        "SELECT nosuch | COLUMN_NOT_FOUND | 8 | FROM clause is missing",
        "UPDATE orders SET nosuch = 1 | COLUMN_NOT_FOUND | | nosuch",
        "INSERT INTO orders (nosuch) VALUES (1) | COLUMN_NOT_FOUND | | nosuch",
        "ALTER TABLE orders DROP COLUMN nosuch | COLUMN_NOT_FOUND | | nosuch",
        "SELECT * EXCLUDE (nosuch) FROM orders | COLUMN_NOT_FOUND | | EXCLUDE list",
        "SELECT * FROM orders JOIN parents USING (nosuch) | COLUMN_NOT_FOUND | | nosuch",
        "SELECT {'a': 1}.b | COLUMN_NOT_FOUND | | Could not find key \"b\"",
        "SELECT nosuch(1) | FUNCTION_NOT_FOUND | 8 | Scalar Function with name nosuch",
        "FROM nosuch() | FUNCTION_NOT_FOUND | 6 | Table Function with name nosuch",
        "PRAGMA nosuch | FUNCTION_NOT_FOUND | | Pragma Function with name nosuch",
        "SELECT abs('x'::DATE) | FUNCTION_NOT_FOUND | 8 | explicit type casts",
        "SELECT 1::nosuch | OBJECT_NOT_FOUND | 11 | Type with name nosuch",
        "SELECT nextval('nosuch') | OBJECT_NOT_FOUND | | Sequence with name nosuch",
        "SET nosuch = 1 | OBJECT_NOT_FOUND | | unrecognized configuration parameter",
        "EXECUTE nosuch | OBJECT_NOT_FOUND | | Prepared statement \"nosuch\"",
        "FROM 'nosuch.parquet' | OBJECT_NOT_FOUND | | \"nosuch.parquet\"",
        "FROM read_csv('/no/such/*.csv') | OBJECT_NOT_FOUND | 6 | \"/no/such/*.csv\"",
        "CREATE TABLE orders (i INTEGER) | ALREADY_EXISTS | | already exists",
        "CREATE SCHEMA filled | ALREADY_EXISTS | | already exists",
        "CREATE VIEW orders AS SELECT 1 | ALREADY_EXISTS | | already exists",
        "ALTER TABLE orders ADD COLUMN id INTEGER | ALREADY_EXISTS | | already exists",
        "INSERT INTO orders VALUES (NULL, 'a', 1) | NOT_NULL_VIOLATION | | NOT NULL constraint failed: orders.id",
        "INSERT INTO orders VALUES (1, 'a', 1), (2, 'a', 1) | CONSTRAINT_VIOLATION | | duplicate key \"a\"",
        "INSERT INTO orders VALUES (1, 'a', -1) | CONSTRAINT_VIOLATION | | CHECK constraint failed",
        "INSERT INTO children VALUES (5) | CONSTRAINT_VIOLATION | | foreign key",
        "SELECT 'abc'::INTEGER | INVALID_VALUE | 13 | Could not convert string 'abc' to INT32",
        "SELECT '/a/b/c'::DATE | INVALID_VALUE | 16 | \"/a/b/c\"",
        "SELECT 'x'::UUID | INVALID_VALUE | 11 | Could not convert string 'x'",
        "SELECT '{'::JSON | INVALID_VALUE | 11 | Malformed JSON",
        "SELECT DATE '2020-13-01' | INVALID_VALUE | | 2020-13-01",
        "SELECT error('boom') | INVALID_VALUE | | boom",
        "SELECT (FROM range(2)) | INVALID_VALUE | | More than one row returned by a subquery",
        "SELECT 300::TINYINT | NUMERIC_VALUE_OUT_OF_RANGE | 11 | value 300",
        "SELECT 99999::DECIMAL(4, 1) | NUMERIC_VALUE_OUT_OF_RANGE | 13 | Could not cast value 99999",
        "SELECT 2147483647::INTEGER + 1::INTEGER | NUMERIC_VALUE_OUT_OF_RANGE | | Overflow in addition",
        "SELECT sqrt(-1) | NUMERIC_VALUE_OUT_OF_RANGE | | square root",
        "SELECT repeat('x', 10000000000) | NUMERIC_VALUE_OUT_OF_RANGE | | maximum supported string size",
        "SELECT TIME '10:00' ::INTEGER | DATATYPE_MISMATCH | 21 | Unimplemented type for cast",
        "SELECT CASE WHEN true THEN 1 ELSE DATE '2020-01-01' END | DATATYPE_MISMATCH | 8 | an explicit cast is required",
        "SELECT DATE '2020-01-01' + 'x' | DATATYPE_MISMATCH | 26 | explicit type casts",
        "SELECT id, count(*) FROM orders | INVALID_STATEMENT | 8 | must appear in the GROUP BY",
        "SELECT 1 UNION SELECT 1, 2 | INVALID_STATEMENT | | same number of result columns",
        "DROP VIEW orders | INVALID_STATEMENT | | is of type Table",
        "DROP SCHEMA filled | INVALID_STATEMENT | | Use DROP...CASCADE",
        "INSERT INTO orders VALUES (1) | INVALID_STATEMENT | | 3 columns but 1 values",
        "COMMIT | NO_ACTIVE_TRANSACTION | | no transaction is active",
        "ROLLBACK | NO_ACTIVE_TRANSACTION | | no transaction is active",
        "SELECT $1 | INVALID_PARAMETER | | parameters: 1",
        "SELECT * FROM orders TABLESAMPLE 200% | SYNTAX_ERROR | | must be between 0 and 100",
        "COPY (SELECT 1) TO 'x' (FORMAT nosuch) | FUNCTION_NOT_FOUND | | nosuch",
      })
  void saysWhatIsWrongAndWhere(String sql, ErrorCode code, Integer position, String message) {
    PlatformException error = errorOf(sql);

    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessageContaining(message);
    assertThat(error.position().orElse(null)).isEqualTo(position);
    assertThat(error.getMessage()).matches("(?s)[A-Z][A-Za-z ]* Error: .*");
    assertThat(error.getMessage()).doesNotContain("https://", "Stack Trace");
  }

  @Test
  void keepsTheExcerptOfTheStatement() {
    assertThat(errorOf("SELECT nosuch FROM orders"))
        .hasMessage(
            """
            Binder Error: Referenced column "nosuch" not found in FROM clause!
            Candidate bindings: "amount"

            LINE 1: SELECT nosuch FROM orders
                           ^\
            """);
  }

  @Test
  void secondTransactionIsRefused() {
    connection.execute("BEGIN");

    assertThat(errorOf("BEGIN").code()).isEqualTo(ErrorCode.INVALID_STATEMENT);
  }

  @Test
  void failedTransactionWantsARollback() {
    connection.execute("BEGIN");
    assertThat(errorOf("SELECT 'x'::INTEGER FROM range(2)").code())
        .isEqualTo(ErrorCode.INVALID_VALUE);

    assertThat(errorOf("SELECT 1"))
        .hasMessageContaining("ROLLBACK")
        .extracting(PlatformException::code)
        .isEqualTo(ErrorCode.TRANSACTION_ABORTED);
  }

  @Test
  void writersThatCollideMayTryAgain() {
    connection.execute("INSERT INTO orders VALUES (1, 'a', 1)");
    try (Connection other = database.connect()) {
      connection.execute("BEGIN; UPDATE orders SET amount = 2");
      other.execute("BEGIN");
      PlatformException error = errorOf(other, "UPDATE orders SET amount = 3");

      assertThat(error.code()).isEqualTo(ErrorCode.SERIALIZATION_FAILURE);
      assertThat(error.code().retryable()).isTrue();
      assertThat(error).hasMessageContaining("run it again");
    }
  }

  @Test
  void readOnlyDatabasesRefuseWrites() {
    String file = directory.resolve("f.db").toString();
    connection.execute("ATTACH '%s' AS f; CREATE TABLE f.t (i INTEGER); DETACH f".formatted(file));
    connection.execute("ATTACH '%s' AS f (READ_ONLY)".formatted(file));

    for (String sql : Arrays.asList("INSERT INTO f.t VALUES (1)", "DROP TABLE f.t")) {
      assertThat(errorOf(sql).code()).as(sql).isEqualTo(ErrorCode.READ_ONLY);
    }
  }

  @Test
  void sandboxRefusesFiles() {
    connection.execute("SET enable_external_access = false; SET lock_configuration = true");

    assertThat(errorOf("FROM read_csv('/etc/passwd')").code())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(errorOf("SET threads = 1").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(errorOf("LOAD '/tmp/x'").code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void memoryThatIsUsedUpIsNamed() {
    connection.execute("SET memory_limit = '20MB'; SET temp_directory = ''");
    PlatformException error = errorOf("SELECT list(i) FROM range(50000000) t(i)");

    assertThat(error.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    assertThat(error.getMessage())
        .startsWith("Out of Memory Error: failed to allocate data of size")
        .contains("MiB used)", "larger compute size")
        .doesNotContain("SET ", "\n");
  }

  @Test
  void temporaryDirectoryThatIsFullIsNoLackOfMemory() {
    connection.execute(
        """
        SET threads = 1; SET memory_limit = '60MB'; SET temp_directory = '%s';
        SET max_temp_directory_size = '2MB';
        """
            .formatted(directory.resolve("spill")));
    PlatformException error =
        errorOf("SELECT i FROM (SELECT i, md5(i::VARCHAR) m FROM range(5000000) t(i)) ORDER BY m");

    assertThat(error.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(error.getMessage()).doesNotContain(directory.toString());
  }

  @Test
  void interruptedStatementIsCancelled() {
    try (NativeStatement statement =
            connection.prepare("SELECT sum(i) FROM range(1e12::BIGINT) t(i)");
        Pending pending = statement.pendingStreaming()) {
      connection.interrupt();
      DuckDbFailure failure = catchThrowableOfType(DuckDbFailure.class, pending::result);

      assertThat(DuckDbErrors.translate(failure).code()).isEqualTo(ErrorCode.QUERY_CANCELLED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t.csv | a,b\\n1,2\\nx,3\\n | read_csv('%s', columns = {'a': 'INT', 'b': 'INT'}) | CSV Error on Line: 3",
        "t.csv | a\\n\u00ff\\n | read_csv('%s') | not utf-8 encoded",
        "t.json | {\"a\": 1}\\n{\"a\": | read_json('%s') | Malformed JSON in file \"t.json\"",
        "t.parquet | not a Parquet file, but long enough | read_parquet('%s') | \"t.parquet\"",
        "t.parquet | PAR1 garbage garbage garbage PAR1 | read_parquet('%s') | \"t.parquet\"",
        "t.csv.gz | not compressed at all | read_csv('%s') | GZIP",
      })
  void malformedFilesAreTheCallersAndOnlyTheirNamesAreTold(
      String name, String content, String from, String message) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, content.replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1));
    String sql = "FROM " + from.formatted(file);
    DuckDbFailure failure = failureOf(connection, sql);
    PlatformException error = DuckDbErrors.translate(failure);

    assertThat(error.code()).as(failure.text()).isEqualTo(ErrorCode.MALFORMED_FILE);
    assertThat(error.clientMessage().replace('\'', '"'))
        .contains(message)
        .doesNotContain(directory.toString(), "sample_size", "* ", "Possible");
  }

  @Test
  void pathsThatTheStatementNamesAreNoSecret() throws IOException {
    Path file = Files.writeString(directory.resolve("t.parquet"), "not a Parquet file");
    String sql = "FROM '" + file + "'";
    DuckDbFailure failure = failureOf(connection, sql);

    assertThat(DuckDbErrors.translate(failure, sql)).hasMessageContaining(file.toString());
    assertThat(DuckDbErrors.translate(failure).clientMessage())
        .contains("t.parquet")
        .doesNotContain(directory.toString());
  }

  @Test
  void damagedParquetIsNeverAnInternalError() throws IOException {
    Path good = directory.resolve("good.parquet");
    connection.execute(
        "COPY (SELECT i, 'text ' || i AS s, [i] AS l FROM range(5000) t(i)) TO '%s'"
            .formatted(good));
    byte[] whole = Files.readAllBytes(good);
    Path damaged = directory.resolve("damaged.parquet");
    int failures = 0;
    for (int i = 0; i < 150; i++) {
      byte[] bytes = whole.clone();
      Arrays.fill(bytes, whole.length * i / 151, whole.length * i / 151 + 3, (byte) (i * 37));
      Files.write(damaged, bytes);
      try {
        connection.query("SELECT count(*), max(s), max(l::VARCHAR) FROM '%s'".formatted(damaged));
      } catch (DuckDbFailure failure) {
        failures++;
        assertThat(DuckDbErrors.translate(failure).code())
            .as(failure.text())
            .isEqualTo(ErrorCode.MALFORMED_FILE);
      }
    }
    assertThat(failures).isPositive();
  }

  @Test
  void errorsInJsonReadLikeOthers() {
    connection.execute("SET errors_as_json = true");
    PlatformException error = errorOf("SELECT 'ä', nosuch FROM orders");

    assertThat(error.code()).isEqualTo(ErrorCode.COLUMN_NOT_FOUND);
    assertThat(error.position()).contains(13);
    assertThat(error)
        .hasMessageStartingWith("Binder Error: Referenced column \"nosuch\" not found");
  }

  private PlatformException errorOf(String sql) {
    return errorOf(connection, sql);
  }

  private static PlatformException errorOf(Connection connection, String sql) {
    return DuckDbErrors.translate(failureOf(connection, sql), sql);
  }

  private static DuckDbFailure failureOf(Connection connection, String sql) {
    return catchThrowableOfType(
        DuckDbFailure.class,
        () -> {
          try (NativeStatement statement = connection.prepare(sql);
              Pending pending = statement.pending();
              NativeResult result = pending.result()) {
            assertThat(result.kind()).isNotNull();
          }
        });
  }
}
