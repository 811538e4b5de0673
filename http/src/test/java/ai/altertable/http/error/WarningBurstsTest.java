package ai.altertable.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.testing.CapturedLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WarningBurstsTest {
  private final CapturedLog log = CapturedLog.of("bursts");
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final WarningBursts bursts =
      new WarningBursts(LoggerFactory.getLogger("bursts"), later::add);
  private int requests;

  @AfterEach
  void stop() {
    log.close();
  }

  /// Answers with the error's id.
  private String lose(String worker) {
    var failure = new PlatformException(ErrorCode.WORKER_UNAVAILABLE, "it went away");
    bursts.warn("worker " + worker + " was lost", "broken pipe", "r" + ++requests, failure);
    return failure.id().toString();
  }

  private void whilePasses() {
    later.remove().run();
  }

  @Test
  void firstOneIsWrittenAtOnceAndInFull() {
    String id = lose("w-1");

    assertThat(log.lines())
        .containsExactly(
            "worker w-1 was lost: broken pipe; request r1 gets WORKER_UNAVAILABLE ["
                + id
                + "] it went away");
  }

  @Test
  void thoseThatFollowAreOneLineWithTheirIds() {
    lose("w-1");
    String second = lose("w-1");
    String third = lose("w-1");
    assertThat(log.lines()).hasSize(1);

    whilePasses();

    assertThat(log.lines())
        .hasSize(2)
        .last()
        .isEqualTo(
            "worker w-1 was lost, for 2 more requests; they and their errors: r2 ["
                + second
                + "], r3 ["
                + third
                + "]");
  }

  @Test
  void burstEndsWhenAWhileBringsNone() {
    lose("w-1");
    whilePasses();
    assertThat(later).isEmpty();

    lose("w-1");

    assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("request r"));
  }

  @Test
  void noIdIsLeftOutOfALargeBurst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3 * WarningBursts.IDS_MAX; i++) {
      ids.add(lose("w-1"));
    }
    whilePasses();

    assertThat(log.lines()).hasSize(4);
    assertThat(String.join("", log.lines())).contains(ids);
  }

  @Test
  void subjectsHaveBurstsOfTheirOwn() {
    lose("w-1");
    lose("w-2");

    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void whatIsCountedIsWrittenAtTheEnd() {
    lose("w-1");
    String id = lose("w-1");

    bursts.close();

    assertThat(log.lines()).last().asString().contains(id);
  }
}
