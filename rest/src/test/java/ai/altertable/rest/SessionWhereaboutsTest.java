package ai.altertable.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a worker tells gateways that look for a session.
class SessionWhereaboutsTest {
  @TempDir private Path folder;

  private static int status(RunningApi api, String path) {
    return api.get(path).statusCode();
  }

  @Test
  void sessionIsFoundWhereItIsAndOnlyByWhoseItIs() {
    try (RunningApi api = new RunningApi(folder)) {
      assertThat(status(api, "/platform/session?id=a%2Fb")).isEqualTo(204);
      api.post("/query", "{\"statement\":\"SELECT 1\",\"session_id\":\"a/b\"}");
      assertThat(status(api, "/platform/session?id=a%2Fb")).isEqualTo(200);
      assertThat(status(api, "/platform/session?id=a")).isEqualTo(204);
      assertThat(status(api, "/platform/session")).isEqualTo(400);
      assertThat(status(api, "/platform/session?id=" + "x".repeat(256))).isEqualTo(400);
    }
  }

  @Test
  void nobodyIsToldWithoutAGrant() {
    try (RunningApi api = new RunningApi(folder)) {
      assertThat(api.send(api.anonymous("/platform/session?id=a").GET()).statusCode())
          .isEqualTo(401);
    }
  }
}
