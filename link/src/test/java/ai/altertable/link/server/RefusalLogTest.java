package ai.altertable.link.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.testing.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
  @Test
  void firstOfManyIsWrittenAndTheOthersAreCounted() {
    try (CapturedLog lines = CapturedLog.of("refusals")) {
      RefusalLog log = new RefusalLog(LoggerFactory.getLogger("refusals"), Duration.ZERO);
      for (int i = 0; i < 5; i++) {
        log.refused("10.0.0.1", "link", "no member any more");
      }
      log.flush();
      log.refused("10.0.0.1", "link", "again");

      assertThat(lines.lines())
          .containsExactly(
              "refused link from 10.0.0.1: no member any more",
              "refused link from 10.0.0.1, 4 times more",
              "refused link from 10.0.0.1: again");
    }
  }

  @Test
  void manyCallersDoNotFillTheLog() {
    try (CapturedLog lines = CapturedLog.of("refusals")) {
      RefusalLog log = new RefusalLog(LoggerFactory.getLogger("refusals"), Duration.ofHours(1));
      for (int i = 0; i < 5 * RefusalLog.CALLERS_MAX; i++) {
        log.refused("address " + i, "link", "no");
      }
      log.flush();
      assertThat(lines.lines()).hasSize(RefusalLog.CALLERS_MAX + 1);
    }
  }
}
