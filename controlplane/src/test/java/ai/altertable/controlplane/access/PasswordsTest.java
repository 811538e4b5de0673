package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final int CHECKS_AT_ONCE_MAX = 2;
  private static final AccessConfig CONFIG =
      new AccessConfig(4096, Duration.ofSeconds(60), 10, CHECKS_AT_ONCE_MAX);

  @Test
  void onlySoManyAreHashedAtOnce() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    PasswordHash slow =
        (_, _, _) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          pause();
          running.decrementAndGet();
          return new byte[32];
        };
    Passwords passwords = new Passwords(new SecureRandom(), slow, CONFIG);
    List<Thread> guesses = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      guesses.add(
          Thread.ofPlatform().start(() -> passwords.check(Optional.empty(), new Secret("guess"))));
    }
    for (Thread guess : guesses) {
      guess.join();
    }
    assertThat(most).hasValue(CHECKS_AT_ONCE_MAX);
  }

  @Test
  void withoutVerifierNothingIsRight() {
    Passwords passwords = new Passwords(new SecureRandom(), PasswordHash.scramSha256(), CONFIG);
    assertThat(passwords.check(Optional.empty(), new Secret("anything"))).isFalse();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
