package ai.altertable.link.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.link.contract.ConfigurationName;
import ai.altertable.link.contract.ConfigurationPart;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final long BYTES_MAX = 1 << 20;

  @Test
  void changesAppliedAreTheTarget() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ReceivedConfiguration received = new ReceivedConfiguration(BYTES_MAX);
    Configuration sent = Configuration.EMPTY;
    for (int version = 1; version < 500; version++) {
      Configuration target = random(random);
      boolean whole = version == 1 || random.nextInt(5) == 0;
      Configuration base = whole ? Configuration.EMPTY : sent;
      Optional<ReceivedConfiguration.Named> now = Optional.empty();
      for (ConfigurationPart part :
          Parts.of(
              name(version), whole ? 0 : version - 1, Changes.between(base, target), BYTES_MAX)) {
        assertThat(now).isEmpty();
        now = received.add(part);
      }
      assertThat(now.map(ReceivedConfiguration.Named::configuration))
          .as("seed %d, version %d", seed, version)
          .contains(target);
      sent = target;
    }
  }

  @Test
  void changeOfWhatIsNotHeldIsRefused() {
    ReceivedConfiguration received = new ReceivedConfiguration(BYTES_MAX);
    Configuration some = Configuration.of(Map.of("a", "1"));
    add(received, 1, 0, some);

    assertThatThrownBy(() -> add(received, 3, 2, some)).hasMessageContaining("version 2");
    received.forget();
    assertThatThrownBy(() -> add(received, 2, 1, some)).hasMessageContaining("version 1");
    assertThat(received.name()).isEmpty();
  }

  @Test
  void partsOfABrokenConnectionAreForgotten() {
    ReceivedConfiguration received = new ReceivedConfiguration(BYTES_MAX);
    Configuration large = Configuration.of(Map.of("a", "x".repeat(Parts.BYTES * 2)));
    var change = Changes.between(Configuration.EMPTY, large);
    received.add(Parts.of(name(1), 0, change, BYTES_MAX).getFirst());

    received.begin();
    Configuration small = Configuration.of(Map.of("b", "1"));
    assertThat(add(received, 2, 0, small)).isEqualTo(small);
  }

  @Test
  void moreThanIsAllowedIsNotGathered() {
    ReceivedConfiguration received = new ReceivedConfiguration(Parts.BYTES);
    Configuration large = Configuration.of(Map.of("a", "x".repeat(Parts.BYTES * 2)));
    assertThatThrownBy(() -> add(received, 1, 0, large)).hasMessageContaining("larger than");
  }

  private static Configuration add(
      ReceivedConfiguration received, long version, long base, Configuration target) {
    Configuration now = Configuration.EMPTY;
    for (ConfigurationPart part :
        Parts.of(name(version), base, Changes.between(Configuration.EMPTY, target), BYTES_MAX)) {
      now = received.add(part).map(ReceivedConfiguration.Named::configuration).orElse(now);
    }
    return now;
  }

  private static ConfigurationName name(long version) {
    return ConfigurationName.newBuilder().setEpoch("e").setVersion(version).build();
  }

  private static Configuration random(Random random) {
    Map<String, String> entries = new TreeMap<>();
    int size = random.nextInt(8);
    for (int i = 0; i < size; i++) {
      int length = random.nextInt(20) == 0 ? Parts.BYTES : random.nextInt(3);
      entries.put("n" + random.nextInt(10), "é".repeat(length));
    }
    return Configuration.of(entries);
  }
}
