package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Bindings;
import ai.altertable.foundation.session.ExecuteOptions;
import ai.altertable.foundation.session.PreparedQuery;
import ai.altertable.foundation.session.Rows;
import ai.altertable.foundation.session.Session;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An error after many rows keeps its reason, also in the one run of a hundred in which the engine
/// itself forgets it.
class LostReasonTest {
  private static final String SQL =
      "SELECT CASE WHEN i < 200000 THEN i::VARCHAR ELSE 'no number' END::INTEGER"
          + " FROM range(201000) t(i)";

  @Test
  void errorAfterManyRowsKeepsItsReason(@TempDir Path directory) {
    try (TestEngine engine = TestEngine.start(directory);
        Session session = engine.open()) {
      for (int run = 0; run < 200; run++) {
        assertThatExceptionOfType(PlatformException.class)
            .isThrownBy(() -> drain(session))
            .extracting(PlatformException::code)
            .isEqualTo(ErrorCode.INVALID_VALUE);
      }
    }
  }

  private static void drain(Session session) {
    try (PreparedQuery query = session.prepare(session.split(SQL).getFirst());
        Rows rows = (Rows) query.execute(Bindings.NONE, ExecuteOptions.DEFAULT)) {
      while (rows.next() != null) {
        // The failure comes after the last of them.
      }
    }
  }
}
