package ai.altertable.controlplane.fleet.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.fleet.TwoReplicas;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AuthoritiesTest {
  private static final Secret MASTER = new Secret("a master key of thirty-two bytes");
  private final SecureRandom random = new SecureRandom();

  @Test
  void isMadeOnceAndReadByAllAndSealed() throws Exception {
    AtomicInteger made = new AtomicInteger();
    try (TwoReplicas replicas = new TwoReplicas();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Authority> first = () -> find(replicas.transactions(0), MASTER, made);
      Callable<Authority> second = () -> find(replicas.transactions(1), MASTER, made);
      var found = threads.invokeAll(List.of(first, second, first, second));
      assertThat(made).hasValue(1);
      for (var one : found) {
        assertThat(one.get()).isEqualTo(new Authority("certificate 1", new Secret("key 1")));
      }
      assertThat(
              TestPostgres.shared()
                  .text(
                      replicas.database(),
                      "select certificate || encode(sealed_key, 'escape') from platform.authority"))
          .contains("certificate 1")
          .doesNotContain("key 1");
      Secret other = new Secret("another master key, thirty-two b");
      assertThatThrownBy(() -> find(replicas.transactions(0), other, made))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("master.key");
    }
  }

  @Test
  void whatWasChangedIsNotOpened() {
    KeySeal seal = KeySeal.derivedFrom(MASTER, random);
    byte[] sealed = seal.seal(new Secret("key"));
    assertThat(seal.open(sealed).value()).isEqualTo("key");
    assertThat(seal.seal(new Secret("key"))).isNotEqualTo(sealed);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> seal.open(changed)).isInstanceOf(PlatformException.class);
    }
    assertThatThrownBy(() -> seal.open(new byte[3])).isInstanceOf(PlatformException.class);
    assertThatThrownBy(() -> KeySeal.derivedFrom(new Secret("short"), random))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Authority find(Transactions transactions, Secret master, AtomicInteger made) {
    return new Authorities(transactions, KeySeal.derivedFrom(master, random))
        .findOrMake(() -> {
          int number = made.incrementAndGet();
          return new Authority("certificate " + number, new Secret("key " + number));
        });
  }
}
