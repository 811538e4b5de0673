package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Session;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OpenTransactionsTest {
  private static final int LIMIT = 16;

  @Test
  void onePrincipalLeavesTransactionsForOthers(@TempDir Path directory) {
    try (TestEngine engine = TestEngine.start(directory)) {
      Answers.rows(engine.open(), "CREATE TABLE t (a INTEGER)");
      List<Session> own = new ArrayList<>();
      for (int i = 0; i < LIMIT; i++) {
        own.add(begin(engine.open()));
      }
      assertRefused(engine);

      try (Session other = begin(engine.engine().open(SessionLimitTest.ofAnother()))) {
        assertThat(Answers.value(other, "SELECT count(*) FROM t")).isEqualTo("0");
      }
      Answers.rows(own.get(0), "COMMIT");
      own.add(begin(engine.open()));
      assertRefused(engine);
      Answers.rows(own.get(1), "ROLLBACK");
      own.add(begin(engine.open()));
      assertRefused(engine);
      own.get(2).close();
      own.add(begin(engine.open()));
      assertRefused(engine);
      assertThat(engine.value("SELECT count(*) FROM t")).isEqualTo("0");
      own.forEach(Session::close);
    }
  }

  private static Session begin(Session session) {
    Answers.rows(session, "BEGIN");
    return session;
  }

  private static void assertRefused(TestEngine engine) {
    try (Session more = engine.open()) {
      assertThatThrownBy(() -> Answers.rows(more, "BEGIN"))
          .isInstanceOfSatisfying(
              PlatformException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_STATEMENTS))
          .hasMessageContaining("16 transactions of yours are open");
      assertThat(Answers.value(more, "SELECT 1")).isEqualTo("1");
    }
  }
}
