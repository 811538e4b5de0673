package ai.altertable.engine.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors of DuckLake and of databases behind DuckDB, as they were seen once.
class RecordedErrorsTest {
  static Stream<Arguments> recorded() {
    return Stream.of(
        arguments(
            """
            TransactionContext Error: Failed to commit: Failed to commit DuckLake transaction.
            Exceeded the maximum retry count of 0 set by the ducklake_max_retry_count setting.
            . Consider increasing the value with: e.g., "SET ducklake_max_retry_count = 0;"
            Failed to flush changes into DuckLake: Failed to execute query "INSERT INTO "public".ducklake_snapshot VALUES (9, NOW(), 2, 2, 5);": ERROR:  duplicate key value violates unique constraint "ducklake_snapshot_pkey"
            DETAIL:  Key (snapshot_id)=(9) already exists.
            """,
            ErrorCode.SERIALIZATION_FAILURE,
            "TransactionContext Error: the transaction conflicts with another one that was"
                + " committed first; run it again"),
        arguments(
            "TransactionContext Error: Failed to commit: Failed to commit DuckLake transaction.\n"
                + "Transaction conflict - attempting to insert into table with index \"1\" - but"
                + " another transaction has altered this table",
            ErrorCode.SERIALIZATION_FAILURE,
            "TransactionContext Error: the transaction conflicts with another one that was"
                + " committed first; run it again"),
        arguments(
            "TransactionContext Error: Failed to commit: Failed to execute query \"ROLLBACK\": ",
            ErrorCode.METADATA_UNAVAILABLE,
            "TransactionContext Error: the metadata database cannot be reached; try again a little"
                + " later"),
        arguments(
            """
            IO Error: Failed to query most recent snapshot for DuckLake: Unable to connect to Postgres at "": connection to server at "127.0.0.1", port 54777 failed: Connection refused
            	Is the server running on that host and accepting TCP/IP connections?


            LINE 2: 	SELECT * FROM postgres_query('__ducklake_metadata_acme',
                                  ^\
            """,
            ErrorCode.METADATA_UNAVAILABLE,
            "IO Error: the metadata database cannot be reached; try again a little later"),
        arguments(
            "IO Error: Failed to fetch header for COPY: FATAL:  terminating connection due to"
                + " administrator command\n",
            ErrorCode.METADATA_UNAVAILABLE,
            "IO Error: the metadata database cannot be reached; try again a little later"),
        arguments(
            "IO Error: Unable to connect to Postgres at \"host=db.example port=1 user=bob"
                + " password=hunter2 dbname=zz\": connection to server at \"127.0.0.1\", port 1"
                + " failed: Connection refused\n\tIs the server running on that host and accepting"
                + " TCP/IP connections?\n",
            ErrorCode.SOURCE_UNAVAILABLE,
            "IO Error: a data source cannot be reached: Connection refused"),
        arguments(
            "Invalid Input Error: Cannot execute statement of type \"INSERT\" on database \"acme\""
                + " which is attached in read-only mode!",
            ErrorCode.READ_ONLY,
            "Invalid Input Error: Cannot execute statement of type \"INSERT\" on database \"acme\""
                + " which is attached in read-only mode!"),
        arguments(
            """
            TransactionContext Error: Failed to commit: Failed to commit DuckLake transaction.
            Failed to flush changes into DuckLake: Failed to execute query "INSERT INTO "acme".ducklake_snapshot VALUES (9, NOW(), 2, 2, 5);": ERROR:  permission denied for table ducklake_snapshot
            """,
            ErrorCode.READ_ONLY,
            "TransactionContext Error: the catalog is read-only for you"),
        arguments(
            "Invalid Input Error: Cannot append to a readonly database",
            ErrorCode.READ_ONLY,
            "Invalid Input Error: Cannot append to a readonly database"),
        arguments(
            "Constraint Error: NOT NULL constraint failed: t.a",
            ErrorCode.NOT_NULL_VIOLATION,
            "Constraint Error: NOT NULL constraint failed: t.a"),
        arguments(
            "Not implemented Error: PRIMARY KEY/UNIQUE constraints are not supported in DuckLake",
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "Not implemented Error: PRIMARY KEY/UNIQUE constraints are not supported in DuckLake"),
        arguments(
            "Binder Error: RETURNING clause not yet supported for insertion into DuckLake table",
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "Binder Error: RETURNING clause not yet supported for insertion into DuckLake table"),
        arguments(
            "Invalid Input Error: Failed to convert DuckDB type to DuckLake - unsupported type"
                + " ENUM('a', 'b')",
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "Invalid Input Error: Failed to convert DuckDB type to DuckLake - unsupported type"
                + " ENUM('a', 'b')"),
        arguments(
            "Binder Error: Schema \"nosuch\" not found in DuckLakeCatalog \"acme\"",
            ErrorCode.SCHEMA_NOT_FOUND,
            "Binder Error: Schema \"nosuch\" not found in DuckLakeCatalog \"acme\""),
        arguments(
            "TransactionContext Error: Attempting to write to database \"acme\" in a transaction"
                + " that has already modified database \"other\" - a single transaction can only"
                + " write to a single attached database.",
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "TransactionContext Error: Attempting to write to database \"acme\" in a transaction"
                + " that has already modified database \"other\" - a single transaction can only"
                + " write to a single attached database."),
        arguments(
            """
            Catalog Error: Table with name nosuch does not exist!
            Did you mean "__ducklake_metadata_acme.information_schema.information_schema_catalog_name"?

            LINE 1: select * from acme.main.nosuch
                                  ^\
            """,
            ErrorCode.TABLE_NOT_FOUND,
            "Catalog Error: Table with name nosuch does not exist!"),
        arguments(
            """
            Binder Error: Failed to prepare query "selec 1": ERROR:  syntax error at or near "selec"
            LINE 1: selec 1
                    ^


            LINE 1: select * from postgres_query('pgx','selec 1')
                                  ^\
            """,
            ErrorCode.INVALID_STATEMENT,
            """
            Binder Error: Failed to prepare query: ERROR:  syntax error at or near "selec"
            LINE 1: selec 1
                    ^\
            """),
        arguments(
            """
            Invalid Error: Failed to copy data: ERROR:  duplicate key value violates unique constraint "tt_pkey"
            DETAIL:  Key (a)=(1) already exists.
            CONTEXT:  COPY tt, line 1
            """,
            ErrorCode.CONSTRAINT_VIOLATION,
            """
            Invalid Error: Failed to copy data: ERROR:  duplicate key value violates unique constraint "tt_pkey"
            DETAIL:  Key (a)=(1) already exists.
            CONTEXT:  COPY tt, line 1\
            """),
        arguments(
            "IO Error: Could not write file \"/var/lib/altertable/objects/main/t/ducklake-1.parquet\":"
                + " No space left on device",
            ErrorCode.DISK_FULL,
            "IO Error: there is no space left for temporary data or files: let the statement sort,"
                + " group or join less at a time, or ask the operator for more space"),
        arguments(
            "Out of Memory Error: failed to offload data block of size 256.0 KiB (1.9 MiB/1.9 MiB"
                + " used).\nThis limit was set by the 'max_temp_directory_size' setting.\n",
            ErrorCode.DISK_FULL,
            "Out of Memory Error: there is no space left for temporary data or files: let the"
                + " statement sort, group or join less at a time, or ask the operator for more"
                + " space"),
        arguments(
            "IO Error: Could not read enough bytes from file"
                + " \"/var/lib/altertable/objects/main/t/ducklake-1.parquet\": attempted to read 4"
                + " bytes from location 9",
            ErrorCode.MALFORMED_FILE,
            "IO Error: Could not read enough bytes from file \"ducklake-1.parquet\": attempted to"
                + " read 4 bytes from location 9"),
        arguments(
            "IO Error: Cannot open file \"s3://lake-bucket/acme/main/t/ducklake-1.parquet\": No such"
                + " file or directory",
            ErrorCode.OBJECT_NOT_FOUND,
            "IO Error: Cannot open file \"ducklake-1.parquet\": No such file or directory"),
        arguments(
            "HTTP Error: HTTP GET error on 'https://user:pass@host/x/y.parquet' (HTTP 404)",
            ErrorCode.OBJECT_NOT_FOUND,
            "HTTP Error: HTTP GET error on 'y.parquet' (HTTP 404)"),
        arguments(
            "Conversion Error: Could not convert string '/a/b/c' to INT32 when casting from source"
                + " column p",
            ErrorCode.INVALID_VALUE,
            "Conversion Error: Could not convert string '/a/b/c' to INT32 when casting from source"
                + " column p"),
        arguments(
            "Constraint Error: CHECK constraint failed on table t with expression CHECK((user ="
                + " 'x'))",
            ErrorCode.CONSTRAINT_VIOLATION,
            "Constraint Error: CHECK constraint failed on table t with expression CHECK((user ="
                + " 'x'))"),
        arguments(
            "Binder Error: cannot use host=db port=5432 user=bob password=hunter2 here",
            ErrorCode.INVALID_STATEMENT,
            "Binder Error: cannot use here"),
        arguments(
            "INTERRUPT Error: Interrupted!",
            ErrorCode.QUERY_CANCELLED,
            "INTERRUPT Error: Interrupted!"),
        arguments(
            "Extension Autoloading Error: An error occurred while trying to automatically install"
                + " the required extension 'httpfs':\nExtension \"httpfs\" is an existing"
                + " extension.\nFor more info, visit"
                + " https://duckdb.org/docs/stable/extensions/troubleshooting?version=v1.5.5",
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "Extension Autoloading Error: An error occurred while trying to automatically install"
                + " the required extension 'httpfs':\nExtension \"httpfs\" is an existing"
                + " extension."),
        arguments(
            "Invalid Error: TProtocolException: Invalid data",
            ErrorCode.MALFORMED_FILE,
            "Invalid Error: TProtocolException: Invalid data"));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void isToldAsTheClientNeedsIt(String text, ErrorCode code, String message) {
    PlatformException error = DuckDbErrors.translate(DuckDbFailure.of(text));

    assertThat(error.code()).isEqualTo(code);
    assertThat(error).hasMessage(message);
    assertThat(error.position()).isEmpty();
    assertThat(error.getCause()).isNull();
  }

  static Stream<Arguments> internal() {
    return Stream.of(
        arguments(
            "FATAL Error: Failed: database has been invalidated because of a previous fatal error."
                + " The database must be restarted prior to being used again.\nOriginal error:"
                + " \"password=hunter2\""),
        arguments(
            "INTERNAL Error: Attempted to dereference unique_ptr that is NULL!\nThis error signals"
                + " an assertion failure within DuckDB. This usually occurs due to unexpected"
                + " conditions or errors in the program's logic.\n\nStack Trace:\n\n"
                + "/opt/lib/libduckdb_java.so(+0x12713ab) [0x7f2089e713ab] password=hunter2"),
        arguments("Executor Error: nobody knows, token='hunter2'"),
        arguments("no kind at all: postgres://bob:hunter2@db/x"));
  }

  @ParameterizedTest
  @MethodSource("internal")
  void ourOwnFaultsAreForTheLogAlone(String text) {
    PlatformException error = DuckDbErrors.translate(DuckDbFailure.of(text));

    assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(error.clientMessage()).startsWith("internal error " + error.id());
    assertThat(error)
        .hasMessageStartingWith(text.substring(0, 12))
        .hasRootCauseInstanceOf(DuckDbFailure.class);
    assertThat(error.logLine() + error.getCause()).doesNotContain("hunter2");
  }

  @Test
  void stackTraceStaysInTheLog() {
    DuckDbFailure failure =
        DuckDbFailure.of("INTERNAL Error: broken\n\nStack Trace:\n\n/lib/x.so(+0x1) [0x7]");

    assertThat(DuckDbErrors.translate(failure).getMessage()).contains("Stack Trace");
  }

  @Test
  void damagedFileOfATableIsNotTheClientsFault() {
    String name = "ducklake-019f88b2-8a4c-7be1-a5ff-7f9a3a3f4a55.parquet";
    DuckDbFailure failure =
        DuckDbFailure.of(
            "IO Error: Cannot open file \"/objects/main/t/%s\": No such file or directory"
                .formatted(name));
    assertThat(DuckDbErrors.translate(failure, "FROM t").code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(DuckDbErrors.translate(failure, "FROM read_parquet('%s')".formatted(name)).code())
        .isEqualTo(ErrorCode.OBJECT_NOT_FOUND);
  }

  /// Values that a message quotes are a user's: patterns must not choke on them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a",
        "password ",
        "host=a ",
        "\"host=a ",
        "with name ",
        "\n",
        " ",
        "ERROR: ",
        "x="
      })
  void longMessagesAreReadQuickly(String part) {
    DuckDbFailure failure = DuckDbFailure.of("Invalid Input Error: \"" + part.repeat(200_000));
    PlatformException told =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> DuckDbErrors.translate(failure, "SELECT 1"));
    assertThat(told.clientMessage()).hasSizeLessThan(5000);
  }

  @Test
  void quotedValuesDoNotDecide() {
    DuckDbFailure failure =
        DuckDbFailure.of(
            "Conversion Error: Could not convert string 'ducklake: server closed the connection' to"
                + " INT32");
    assertThat(DuckDbErrors.translate(failure, "").code()).isEqualTo(ErrorCode.INVALID_VALUE);
  }

  @Test
  void tooManyConnectionsAreWorthWaitingFor() {
    DuckDbFailure failure =
        DuckDbFailure.of(
            "IO Error: Failed to query most recent snapshot for DuckLake: Unable to connect to"
                + " Postgres at \"\": connection to server at \"127.0.0.1\", port 19293 failed: FATAL:"
                + "  too many connections for role"
                + " \"lake_4334b1d2c3a44f5e8d7c6b5a49382716_owner\"");
    PlatformException told = DuckDbErrors.translate(failure, "");
    assertThat(told.code()).isEqualTo(ErrorCode.METADATA_UNAVAILABLE);
    assertThat(told.clientMessage())
        .isEqualTo(
            "IO Error: the metadata database has no connection left; try again a little later");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IO Error: Unable to connect to Postgres at \"\": connection to server at \"10.1.2.3\","
            + " port 19293 failed: FATAL:  password authentication failed for user"
            + " \"lake_4334b1d2c3a44f5e8d7c6b5a49382716_owner\"",
        "Invalid Input Error: could not translate host name \"pg.inside.example\" to address",
        "Invalid Input Error: connection to server at \"pg.inside.example\" (10.1.2.3), port 19293 is"
            + " odd",
        "Invalid Error: ERROR:  permission denied for schema"
            + " lake_4334b1d2c3a44f5e8d7c6b5a49382716",
        "Catalog Error: Table with name t does not exist in"
            + " __metadata_lake_4334b1d2c3a44f5e8d7c6b5a49382716",
        "Invalid Input Error: no pg_hba.conf entry for host \"10.1.2.3\", user"
            + " \"lake_4334b1d2c3a44f5e8d7c6b5a49382716_reader\", no encryption",
      })
  void nobodyIsToldWhereTheMetadataIs(String message) {
    String told = DuckDbErrors.translate(DuckDbFailure.of(message), "SELECT 1").clientMessage();
    assertThat(told).doesNotContain("10.1.2.3", "inside.example", "19293", "4334b1d2");
  }
}
