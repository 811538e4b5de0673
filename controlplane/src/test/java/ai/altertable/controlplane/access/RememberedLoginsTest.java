package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.lifecycle.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RememberedLoginsTest {
  private static final Secret PASSWORD = new Secret("pw");
  private static final Authenticated ANSWER =
      new Authenticated(
          new Principal(UUID.randomUUID(), "ann"),
          1,
          new Environment(UUID.randomUUID(), "production"),
          false,
          Map.of(),
          Optional.empty());

  private final RememberedLogins logins =
      new RememberedLogins(
          new SecureRandom(), new AccessConfig(4096, Duration.ofSeconds(60), 10, 1));

  @Test
  void nameAndPasswordCountTogether() {
    logins.remember("ab", new Secret("c"), ANSWER, logins.generation(), Optional.empty());
    assertThat(logins.find("ab", new Secret("c"))).contains(ANSWER);
    assertThat(logins.find("a", new Secret("bc"))).isEmpty();
  }

  @Test
  void answerFoundOutBeforeAChangeIsNotRemembered() {
    long before = logins.generation();
    logins.forgetAll();
    logins.remember("ann", PASSWORD, ANSWER, before, Optional.empty());
    assertThat(logins.find("ann", PASSWORD)).isEmpty();
  }

  @Test
  void onlySoManyAreRemembered() {
    for (int i = 0; i < 1000; i++) {
      logins.remember("user" + i, PASSWORD, ANSWER, logins.generation(), Optional.empty());
    }
    assertThat(
            IntStream.range(0, 1000)
                .filter(i -> logins.find("user" + i, PASSWORD).isPresent())
                .count())
        .isBetween(1L, 10L);
  }
}
