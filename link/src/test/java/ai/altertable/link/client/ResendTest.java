package ai.altertable.link.client;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.link.FakeMember;
import ai.altertable.link.Fleet;
import ai.altertable.link.HarmfulProxy;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.testing.Patience;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A line that is cut, stalled and half-closed at random, and a control plane that restarts.
class ResendTest {
  @TempDir private Path folder;

  @Test
  void everyReportIsStoredAndTheLastConfigurationCounts() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    FakeMember member = new FakeMember();
    Map<UUID, String> told = new ConcurrentHashMap<>();
    try (Fleet fleet = new Fleet(Fleet.QUICK, Clock.systemUTC(), folder);
        HarmfulProxy proxy = new HarmfulProxy(port(fleet.address()))) {
      IdentityStore store = fleet.enrolled("w-1");
      LinkClient client = fleet.connect(store, member, Clock.systemUTC(), proxy.address());
      Patience.until("linked", () -> client.state() instanceof LinkState.Connected);
      Thread work = Thread.ofPlatform().start(() -> work(new Random(seed), member, fleet, told));
      Random harm = new Random(seed + 1);
      proxy.harm(harm, Duration.ofSeconds(2), Duration.ofMillis(1500));
      fleet.restart();
      proxy.harm(harm, Duration.ofSeconds(2), Duration.ofMillis(1500));
      work.join();

      Configuration last = Configuration.of(Map.of("last", "one"));
      fleet.links.want(last);
      Patience.until("none waits, seed " + seed, () -> member.waiting() == 0);
      Patience.until(
          "the last one, seed " + seed, () -> member.configurations.getLast().equals(last));
      assertThat(fleet.links.stored).as("seed %d", seed).isEqualTo(told);
      assertThat(proxy.harmed).as("harms").hasValueGreaterThan(10);
      assertThat(fleet.links.links()).as("links").hasSizeGreaterThan(3);
      System.out.println(
          proxy.harmed
              + " harms, "
              + fleet.links.links().size()
              + " links, "
              + told.size()
              + " reports, "
              + fleet.links.told
              + " told, "
              + member.configurations.size()
              + " configurations");
    }
  }

  private static void work(Random random, FakeMember member, Fleet fleet, Map<UUID, String> told) {
    for (int i = 0; i < 4000; i++) {
      Report report = member.add("report " + i + "x".repeat(random.nextInt(600)));
      told.put(report.id(), report.text());
      if (i % 40 == 0) {
        fleet.links.want(configuration(random));
      }
      Patience.pause(Duration.ofMillis(1));
    }
  }

  private static Configuration configuration(Random random) {
    Map<String, String> entries = new ConcurrentHashMap<>();
    int size = random.nextInt(30);
    for (int i = 0; i < size; i++) {
      entries.put("n" + random.nextInt(40), "é".repeat(random.nextInt(20_000)));
    }
    return Configuration.of(entries);
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }
}
