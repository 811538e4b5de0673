package ai.altertable.engine.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.TestEngine;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.Session;
import ai.altertable.foundation.session.SessionRequest;
import ai.altertable.testing.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SessionLimitTest {
  static SessionRequest ofAnother() {
    SessionRequest own = TestEngine.request(Access.WRITE, Optional.empty(), false);
    return new SessionRequest(
        new Principal(UUID.randomUUID(), "bob"),
        own.environment(),
        own.access(),
        own.catalog(),
        own.schema(),
        own.timeZone(),
        own.clientInterface(),
        own.clientAddress(),
        own.sessionId(),
        own.keep());
  }

  @Test
  void onePrincipalLeavesRoomForOthers(@TempDir Path directory) {
    try (TestEngine engine = TestEngine.start(directory)) {
      List<Session> open = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  open.add(engine.open());
                }
              })
          .isInstanceOfSatisfying(
              PlatformException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_SESSIONS))
          .hasMessageContaining("25 sessions of yours");
      try (Session other = engine.engine().open(ofAnother())) {
        assertThat(Answers.value(other, "SELECT 1")).isEqualTo("1");
      }
      open.removeLast().close();
      open.add(engine.open());
      open.forEach(Session::close);
      assertThat(engine.value("SELECT 2")).isEqualTo("2");
    }
  }
}
