package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration EARLY = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  private static Backoff backoff(int attemptsMax, RandomGenerator random) {
    return new Backoff(
        new RestartPolicy(Duration.ofMillis(100), Duration.ofMillis(1000), LONG, attemptsMax),
        random);
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    Backoff backoff = backoff(1000, new Extreme(true));
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pauses.add(backoff.afterRunOf(EARLY, false).orElseThrow().toMillis());
    }
    assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1000L, 1000L);
  }

  @Test
  void jitterTakesAtMostHalf() {
    Backoff backoff = backoff(1000, new Extreme(false));
    assertThat(backoff.afterRunOf(EARLY, false)).contains(Duration.ofMillis(50));
    assertThat(backoff.afterRunOf(EARLY, false)).contains(Duration.ofMillis(100));
  }

  @Test
  void healthyRunStartsAnew() {
    Backoff backoff = backoff(1000, new Extreme(true));
    backoff.afterRunOf(EARLY, false);
    backoff.afterRunOf(EARLY, false);
    assertThat(backoff.afterRunOf(LONG, false)).contains(Duration.ofMillis(100));
  }

  @Test
  void runThatServedStartsAnewHoweverShortItWas() {
    Backoff backoff = backoff(3, new Extreme(true));
    for (int i = 0; i < 10; i++) {
      assertThat(backoff.afterRunOf(EARLY, true)).contains(Duration.ofMillis(100));
    }
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    Backoff backoff = backoff(3, new Extreme(true));
    assertThat(backoff.afterRunOf(EARLY, false)).isPresent();
    assertThat(backoff.afterRunOf(EARLY, false)).isPresent();
    assertThat(backoff.afterRunOf(EARLY, false)).isEmpty();
  }

  @Test
  void manyDeathsDoNotOverflow() {
    Backoff backoff = backoff(Integer.MAX_VALUE, new Extreme(true));
    for (int i = 0; i < 200; i++) {
      assertThat(backoff.afterRunOf(EARLY, false).orElseThrow())
          .isBetween(Duration.ofMillis(100), Duration.ofMillis(1000));
    }
  }

  /// Always draws the highest, or the lowest, number allowed.
  private record Extreme(boolean highest) implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public long nextLong(long bound) {
      return highest ? bound - 1 : 0;
    }
  }
}
