package ai.altertable.engine.guard;

import java.util.List;
import java.util.Random;

/// Random statements that try to get at files and servers, in every place where a relation, an
/// expression or a setting may stand.
final class Escapes {
  /// Where a relation may stand, as `§`.
  private static final List<String> PLACES =
      List.of(
          "FROM §",
          "SELECT * FROM §",
          "SELECT * FROM w, §",
          "SELECT * FROM w a JOIN § b ON true",
          "SELECT * FROM w NATURAL JOIN §",
          "SELECT * FROM w POSITIONAL JOIN §",
          "SELECT * FROM w a JOIN w b USING (a), §",
          "SELECT * FROM w a JOIN w b ON a.a::UNION(i INTEGER) = b.a, §",
          "SELECT * FROM (VALUES (1), (2)) v(a), §",
          "SELECT * FROM VALUES (1), (2) v(a), §",
          "SELECT * FROM VALUES (1) v, (w JOIN § ON true)",
          "SELECT * FROM ((w CROSS JOIN §))",
          "SELECT * FROM w, LATERAL (SELECT * FROM §)",
          "FROM x : §",
          "FROM 'x' : §",
          "FROM ONLY §",
          "TABLE §",
          "(TABLE §)",
          "SELECT (SELECT count(*) FROM §)",
          "SELECT 1 WHERE EXISTS (FROM §)",
          "SELECT array(FROM §)",
          "SELECT 1 IN (SELECT 1 FROM §)",
          "SELECT trim(both 'x' FROM (SELECT 'x' FROM § LIMIT 1))",
          "SELECT extract(year FROM (SELECT now() FROM § LIMIT 1))",
          "SELECT 1 IS NOT DISTINCT FROM (SELECT 1 FROM § LIMIT 1)",
          "SELECT 1FROM §",
          "SELECT a FROM w UNION ALL FROM §",
          "SELECT a FROM w ORDER BY (SELECT 1 FROM §)",
          "SELECT a FROM w LIMIT (SELECT 1 FROM §)",
          "SELECT list_transform([1], lambda x : (SELECT count(*) FROM §))",
          "SELECT [x FOR x IN (SELECT array_agg(1) FROM §)]",
          "SELECT CASE WHEN true THEN (SELECT 1 FROM §) END",
          "SELECT sum(a) OVER (ORDER BY (SELECT 1 FROM §)) FROM w",
          "WITH a AS (FROM §) FROM a",
          "WITH a AS MATERIALIZED (SELECT * FROM §), b AS (FROM a) FROM b",
          "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, § WHERE n < 2) FROM r",
          "WITH w(a) AS (SELECT 1) SELECT * FROM w, §",
          "DESCRIBE §",
          "DESC §",
          "SHOW §",
          "SUMMARIZE §",
          "DESCRIBE SELECT * FROM §",
          "SELECT * FROM (DESCRIBE §)",
          "SELECT * FROM (SUMMARIZE §)",
          "EXPLAIN FROM §",
          "EXPLAIN ANALYZE FROM §",
          "EXPLAIN (ANALYZE, FORMAT json) SELECT * FROM §",
          "PIVOT § ON a",
          "PIVOT x : § ON a",
          "PIVOT_WIDER § ON a USING count(*)",
          "UNPIVOT § ON COLUMNS(*)",
          "FROM § PIVOT (count(*) FOR a IN (1))",
          "FROM § UNPIVOT (v FOR n IN (a))",
          "INSERT INTO w SELECT 1 FROM §",
          "INSERT INTO w TABLE §",
          "UPDATE w SET a = 1 FROM §",
          "UPDATE w SET a = (SELECT count(*) FROM §)",
          "UPDATE § SET a = 1",
          "DELETE FROM w USING §",
          "DELETE FROM §",
          "MERGE INTO w USING § x ON true WHEN MATCHED THEN DELETE",
          "MERGE INTO § USING w ON true WHEN MATCHED THEN DELETE",
          "CREATE OR REPLACE TEMP TABLE c AS FROM §; FROM c",
          "CREATE OR REPLACE TEMP TABLE c AS TABLE §; FROM c",
          "CREATE OR REPLACE TEMP VIEW v AS FROM §; FROM v",
          "CREATE OR REPLACE VIEW stored AS SELECT * FROM §; FROM stored",
          "CREATE OR REPLACE TEMP MACRO m() AS TABLE FROM §; FROM m()",
          "CREATE OR REPLACE TEMP MACRO m(p) AS TABLE (SELECT * FROM § WHERE true); FROM m(1)",
          "CREATE OR REPLACE TEMP MACRO s() AS (SELECT count(*) FROM §); SELECT s()",
          "CREATE INDEX i ON § (a)",
          "CREATE TYPE temp_type AS ENUM (SELECT 'x' FROM §)",
          "PREPARE p AS FROM §; EXECUTE p",
          "PREPARE p(INTEGER) AS SELECT * FROM § WHERE $1 = 1; EXECUTE p(1)",
          "SET VARIABLE q = (SELECT count(*) FROM §)",
          "SET VARIABLE q = 'FROM §'; FROM query(getvariable('q'))",
          "SET VARIABLE q = 'FROM §'; EXECUTE IMMEDIATE getvariable('q')",
          "CALL §",
          "SELECT 1; FROM §; SELECT 2",
          "SELECT ';', $$;$$; FROM §",
          "COPY (FROM §) TO '@copied.csv'",
          "COPY w FROM §",
          "ATTACH § AS attached",
          "ATTACH ':memory:' AS scratch; CREATE TABLE scratch.t AS FROM §",
          "IMPORT DATABASE §",
          "EXPORT DATABASE '@exported'",
          "LOAD §",
          "INSTALL §",
          "PRAGMA import_database(§)",
          "PRAGMA table_info(§)",
          "FROM pragma_table_info(§)",
          "FROM query_table(§)",
          "FROM query_table([§])",
          "FROM query_table(['w', §], true)",
          "FROM query('FROM §')",
          "FROM query($x$ SELECT * FROM § $x$)",
          "FROM query('FROM query(''FROM §'')')",
          "SET search_path = §; FROM w",
          "USE §",
          "SELECT * FROM w AT (VERSION => (SELECT 1 FROM §))",
          "SELECT json_serialize_plan('FROM §')",
          "FROM json_execute_serialized_sql(json_serialize_sql('FROM §'))",
          "PRAGMA json_execute_serialized_sql(json_serialize_sql('FROM §'))");

  /// What reads a file or reaches a server: `@` is a directory, `#` a port of this machine.
  private static final List<String> RELATIONS =
      List.of(
          "'@secret.csv'",
          "\"@secret.csv\"",
          "'@secret.parquet'",
          "'@secret.json'",
          "'@*.csv'",
          "'@../*/secret.csv'",
          "\"@secret\".csv",
          "secret.csv",
          "'@secret.csv.gz'",
          "'file://@secret.csv'",
          "'http://127.0.0.1:#/x.csv'",
          "'s3://127.0.0.1:#/x.parquet'",
          "read_csv('@secret.csv')",
          "read_csv_auto(['@secret.csv'])",
          "read_csv('@secret.csv', header = false)",
          "read_parquet('@secret.parquet')",
          "parquet_scan('@*.parquet')",
          "parquet_metadata('@secret.parquet')",
          "parquet_schema('@secret.parquet')",
          "parquet_kv_metadata('@secret.parquet')",
          "read_json('@secret.json')",
          "read_json_auto('@secret.json')",
          "read_json_objects('@secret.json')",
          "read_ndjson('@secret.json')",
          "read_text('@secret.txt')",
          "read_blob('@secret.txt')",
          "read_duckdb('@secret.db')",
          "glob('@*')",
          "sniff_csv('@secret.csv')",
          "system.main.read_text('@secret.txt')",
          "read_text(getvariable('path'))",
          "read_text((SELECT '@secret.txt'))",
          "read_text(concat('@sec', 'ret.txt'))",
          "query('FROM read_text(''@secret.txt'')')",
          "query_table('@secret.csv')",
          "read_text('http://127.0.0.1:#/x')",
          "read_csv('http://127.0.0.1:#/x.csv')",
          "postgres_scan('host=127.0.0.1 port=#', 'public', 't')",
          "postgres_query('lake', 'SELECT 1')",
          "ducklake_list_files('lake', 'w')",
          "ducklake_add_data_files('lake', 'w', '@secret.parquet')",
          "lake.add_data_files('w', '@secret.parquet')",
          "lake.settings()",
          "duckdb_secrets()",
          "duckdb_settings()",
          "pg_settings",
          "__ducklake_metadata_lake.ducklake_data_file",
          "duckdb_temporary_files()");

  private final Random random;
  private final Disguise disguise;
  private final List<String> directories;
  private final int port;

  Escapes(Random random, List<String> directories, int port) {
    this.random = random;
    this.disguise = new Disguise(random);
    this.directories = directories;
    this.port = port;
  }

  String next() {
    String place = PLACES.get(random.nextInt(PLACES.size()));
    String relation = RELATIONS.get(random.nextInt(RELATIONS.size()));
    boolean inString = place.matches(".*'[^']*§.*") && !place.contains("$x$");
    String sql = place.replace("§", inString ? relation.replace("'", "''") : relation);
    String directory = directories.get(random.nextInt(directories.size()));
    sql = sql.replace("@", directory).replace("#", Integer.toString(port));
    return random.nextInt(5) == 0 ? sql : disguise.of(sql);
  }
}
