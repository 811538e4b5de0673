package ai.altertable.benchmarks.process;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The baseline's own lakehouse: DuckLake over a database in the same PostgreSQL server as ours,
/// with the same settings. It is the default catalog.
///
/// @param files where it writes
public record Lake(InProcess duckdb, Path files) {
  private static final String DATABASE = "in_process";

  /// As many as a worker keeps for each catalog.
  private static final int METADATA_CONNECTIONS = 4;

  public static Lake create(InProcess duckdb, PostgresLogin postgres, Path files) {
    postgres.createDatabase(DATABASE);
    duckdb.execute(
        "SET GLOBAL pg_pool_max_connections = " + METADATA_CONNECTIONS,
        "ATTACH 'ducklake:postgres:%s' AS lake (DATA_PATH '%s/')"
            .formatted(postgres.connection(DATABASE), files),
        "USE lake");
    return new Lake(duckdb, files);
  }

  /// Makes a table of files that are there, without copying them: the server's own.
  public void adopt(String table, List<Path> parquet) {
    String list =
        parquet.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", ", "[", "]"));
    duckdb.execute("CREATE TABLE %s AS FROM read_parquet(%s) LIMIT 0".formatted(table, list));
    for (Path file : parquet) {
      duckdb.execute("CALL ducklake_add_data_files('lake', '%s', '%s')".formatted(table, file));
    }
  }
}
