package ai.altertable.engine.instance;

import static ai.altertable.engine.lexer.SqlText.identifier;
import static ai.altertable.engine.lexer.SqlText.literal;

import ai.altertable.engine.EngineConfig;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.lexer.SqlText;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.StagingArea;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// The SQL that turns an empty DuckDB into a principal's instance: extensions, then catalogs, then
/// the lock. After the lock nothing outside the given directories can be reached, and of the
/// settings only those that concern a session alone can be changed.
final class InstanceSetup {
  private static final List<String> EXTENSIONS = List.of("postgres_scanner", "ducklake");

  /// The instance's own database: ours, and never where a user's objects go.
  private static final String OWN_DATABASE = "__altertable";

  /// Settings that stay changeable after the lock: the first two for us, the others for the
  /// sessions, which they alone concern.
  private static final List<String> CHANGEABLE =
      List.of(
          "memory_limit",
          "max_temp_directory_size",
          "TimeZone",
          "Calendar",
          "default_null_order",
          "default_order",
          "enable_progress_bar",
          "enable_progress_bar_print",
          "explain_output",
          "ieee_floating_point_ops",
          "integer_division",
          "order_by_non_integer_literal",
          "preserve_identifier_case",
          "progress_bar_time",
          "scalar_subquery_error_on_multiple_rows");

  /// PostgreSQL connections that DuckDB keeps open for each attached catalog. It takes more while
  /// more transactions are open, and closes them afterwards: nobody waits for one.
  static final int METADATA_CONNECTIONS = 4;

  private static final int INITIALIZING_ATTEMPTS_MAX = 6;
  private static final long INITIALIZING_PAUSE_NANOS = 20_000_000;

  private final EngineConfig config;

  InstanceSetup(EngineConfig config) {
    this.config = config;
  }

  /// What the instance is opened with.
  ///
  /// @param spill a directory of its own
  Map<String, String> options(Path spill) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("threads", Integer.toString(config.threads()));
    options.put("memory_limit", config.memory().bytes() + "B");
    options.put("temp_directory", spill.toString());
    options.put("max_temp_directory_size", config.temporarySizeMax().bytes() + "B");
    // Else a transaction could not be rolled back any more after a fatal error, and closing its
    // connection would end the process. Such an instance is retired.
    options.put("disable_database_invalidation", "true");
    options.put("allow_unsigned_extensions", "false");
    options.put("autoinstall_known_extensions", "false");
    options.put("autoload_known_extensions", "false");
    options.put("allow_persistent_secrets", "false");
    options.put("allow_community_extensions", "false");
    return options;
  }

  /// Makes room for a user's catalog called `memory`, as DuckDB calls its first database; loads the
  /// extensions; sets what holds for all connections.
  void prepare(Connection connection) {
    connection.execute(
        "ATTACH ':memory:' AS %1$s; USE %1$s; DETACH memory".formatted(identifier(OWN_DATABASE)));
    for (String name : EXTENSIONS) {
      Path file = config.extensions().resolve(name + ".duckdb_extension");
      if (!Files.isRegularFile(file)) {
        throw new PlatformException(
            ErrorCode.INTERNAL,
            ("the DuckDB extension %s is missing from %s; run `altertable provision`, or put the file"
                    + " there")
                .formatted(name, config.extensions()));
      }
      connection.execute("LOAD " + literal(file.toString()));
    }
    // Statements are driven by threads of ours, and helped by them as the admission gate says.
    connection.execute("SET GLOBAL external_threads = " + config.threads());
    connection.execute("SET GLOBAL scheduler_process_partial = true");
    connection.execute("SET GLOBAL TimeZone = 'Etc/UTC'");
    connection.execute("SET GLOBAL ducklake_max_retry_count = 0");
    connection.execute("SET GLOBAL pg_pool_max_connections = " + METADATA_CONNECTIONS);
  }

  void attach(Connection connection, MetadataServer metadata, Attachment attachment) {
    ManagedDatabase database = attachment.database();
    ManagedDatabase.Login login = attachment.writable() ? database.owner() : database.reader();
    String postgres = identifier("__metadata_" + database.metadataSchema());
    String lake = identifier("__lake_" + database.metadataSchema());
    connection.execute(
        "CREATE OR REPLACE SECRET %s (TYPE postgres, HOST %s, PORT %d, DATABASE %s, USER %s, PASSWORD %s)"
            .formatted(
                postgres,
                literal(metadata.host()),
                metadata.port(),
                literal(metadata.database()),
                literal(login.role()),
                literal(login.password().value())));
    connection.execute(
        ("CREATE OR REPLACE SECRET %s (TYPE ducklake, METADATA_PATH %s, DATA_PATH %s, METADATA_SCHEMA %s,"
                + " METADATA_PARAMETERS MAP {'TYPE': 'postgres', 'SECRET': %s})")
            .formatted(
                lake,
                literal(protection(metadata.tls())),
                literal(database.dataPath()),
                literal(database.metadataSchema()),
                literal("__metadata_" + database.metadataSchema())));
    String statement =
        // The catalog remembers where its files were when it was made; the data may have moved
        // since. Rows in the metadata are read back wrongly, and belong to files (see
        // docs/adr/0014).
        "ATTACH %s AS %s (OVERRIDE_DATA_PATH true, DATA_INLINING_ROW_LIMIT 0%s)"
            .formatted(
                literal("ducklake:__lake_" + database.metadataSchema()),
                identifier(database.name()),
                attachment.writable() ? "" : ", READ_ONLY");
    initializing(() -> connection.execute(statement));
  }

  /// What the secret has no words for: libpq reads it as a part of the connection string.
  private static String protection(PostgresTls tls) {
    if (tls.equals(PostgresTls.UNSAID)) {
      return "";
    }
    return "sslmode="
        + tls.mode().word()
        + tls.rootCertificate().map(file -> " sslrootcert=" + quoted(file)).orElse("");
  }

  /// A value of a connection string (PostgreSQL manual, section 32.1.1.1).
  private static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /// The first attachment of a database makes DuckLake's tables. When two are the first, one of
  /// them fails, and finds the tables that the other has made a moment later.
  private static void initializing(Runnable attachment) {
    for (int attempt = 1; ; attempt++) {
      try {
        attachment.run();
        return;
      } catch (DuckDbFailure failure) {
        if (attempt == INITIALIZING_ATTEMPTS_MAX
            || !failure.text().contains("Failed to initialize DuckLake")) {
          throw failure;
        }
        LockSupport.parkNanos(attempt * INITIALIZING_PAUSE_NANOS);
      }
    }
  }

  void lock(Connection connection, InstanceKey key) {
    Path staging = new StagingArea(config.staging()).of(key.principal());
    List<String> directories = new ArrayList<>(List.of(staging + "/"));
    key.attachments().forEach(attachment -> directories.add(attachment.database().dataPath()));
    connection.execute("SET allowed_directories = " + listOf(directories));
    connection.execute("SET enable_external_access = false");
    connection.execute("SET allowed_configs = " + listOf(CHANGEABLE));
    connection.execute("SET lock_configuration = true");
  }

  private static String listOf(List<String> texts) {
    return texts.stream().map(SqlText::literal).collect(Collectors.joining(", ", "[", "]"));
  }
}
