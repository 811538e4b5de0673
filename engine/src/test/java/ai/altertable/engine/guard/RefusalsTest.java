package ai.altertable.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.StatementKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "COPY|COPY (SELECT 1) TO '/objects/t.parquet'|FEATURE_NOT_SUPPORTED",
        "COPY|/* x */ copy t FROM 'x.csv'|FEATURE_NOT_SUPPORTED",
        "EXPORT|EXPORT DATABASE 'x'|FEATURE_NOT_SUPPORTED",
        "MULTIPLE|IMPORT DATABASE 'x'|FEATURE_NOT_SUPPORTED",
        "EXPLAIN|EXPLAIN ANALYZE COPY (SELECT 1) TO 'x'|FEATURE_NOT_SUPPORTED",
        "PREPARE|PREPARE p AS COPY (SELECT 1) TO 'x'|FEATURE_NOT_SUPPORTED",
        "EXPLAIN|EXPLAIN ANALYZE COMMIT|FEATURE_NOT_SUPPORTED",
        "EXPLAIN|EXPLAIN (ANALYZE, FORMAT json) begin|FEATURE_NOT_SUPPORTED",
        "EXPLAIN|EXPLAIN SET TimeZone = 'UTC'|FEATURE_NOT_SUPPORTED",
        "PREPARE|PREPARE p AS ROLLBACK|FEATURE_NOT_SUPPORTED",
        "PREPARE|PREPARE p(INTEGER, INTEGER) AS end|FEATURE_NOT_SUPPORTED",
        "PREPARE|PREPARE p AS SELECT 1 AS commit|-",
        "EXPLAIN|EXPLAIN ANALYZE SELECT 1|-",
        "SELECT|SELECT copy FROM t|-",
        "SELECT|SELECT 'COPY x TO y'|-",
        "SET|SET memory_limit = '500GB'|PERMISSION_DENIED",
        "SET|RESET GLOBAL \"Max_Memory\"|PERMISSION_DENIED",
        "PRAGMA|PRAGMA memory_limit = '1MB'|PERMISSION_DENIED",
        "SET|SET TimeZone = 'UTC'|-",
        "SELECT|SELECT current_setting('memory_limit')|-",
        "DETACH|DETACH lake|PERMISSION_DENIED",
        "DROP|DROP SECRET __metadata|PERMISSION_DENIED",
        "DROP|DROP PERSISTENT SECRET IF EXISTS x|PERMISSION_DENIED",
        "DROP|DROP SCHEMA main CASCADE|FEATURE_NOT_SUPPORTED",
        "DROP|DROP SCHEMA lake.\"main\"|FEATURE_NOT_SUPPORTED",
        "DROP|DROP TABLE main.t|-",
        "DROP|DROP SCHEMA other|-",
        "CALL|CALL postgres_execute('m', 'drop table x')|PERMISSION_DENIED",
        "CALL|CALL lake.set_option('data_inlining_row_limit', 5)|PERMISSION_DENIED",
        "SELECT|FROM postgres_query('m', 'select 1')|PERMISSION_DENIED",
      })
  void statementsThatAreNobodysAreRefused(
      StatementKind kind, String sql, @Nullable String expected) {
    assertThat(
            Refusals.of(StatementShape.of(sql), kind)
                .map(PlatformException::code)
                .map(Enum::name)
                .orElse(null))
        .isEqualTo(expected);
  }
}
