package ai.altertable.controlplane.database;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "08006, METADATA_UNAVAILABLE",
    "57P01, METADATA_UNAVAILABLE",
    "57014, METADATA_UNAVAILABLE",
    "53300, METADATA_UNAVAILABLE",
    "25006, METADATA_UNAVAILABLE",
    "28P01, METADATA_UNAVAILABLE",
    "40001, SERIALIZATION_FAILURE",
    "40P01, SERIALIZATION_FAILURE",
    "23505, ALREADY_EXISTS",
    "23514, CONSTRAINT_VIOLATION",
    "42P01, INTERNAL",
  })
  void stateDecidesTheCode(String state, ErrorCode code) {
    SQLException sql = new SQLException("said so", state);
    assertThat(DatabaseErrors.translate(new IllegalStateException(sql)).code()).isEqualTo(code);
  }

  @Test
  void poolWithoutConnectionsIsUnavailable() {
    SQLException none = new SQLTransientConnectionException("Connection is not available");
    assertThat(DatabaseErrors.translate(new IllegalStateException(none)).code())
        .isEqualTo(ErrorCode.METADATA_UNAVAILABLE);
  }

  @Test
  void interruptedCallerIsCancelled() {
    SQLException interrupted = new SQLException("waiting", new InterruptedException());
    assertThat(DatabaseErrors.translate(new IllegalStateException(interrupted)).code())
        .isEqualTo(ErrorCode.QUERY_CANCELLED);
  }

  @Test
  void ownErrorsPassThrough() {
    PlatformException own = new PlatformException(ErrorCode.ALREADY_EXISTS, "there");
    assertThat(DatabaseErrors.translate(own)).isSameAs(own);
  }

  @Test
  void hostsAndRolesStayOutOfWhatClientsRead() {
    SQLException sql = new SQLException("Connection to db.internal:5432 refused", "08001");
    assertThat(DatabaseErrors.translate(new IllegalStateException(sql)).clientMessage())
        .doesNotContain("db.internal");
  }
}
