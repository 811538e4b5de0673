package ai.altertable.foundation.placement;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Many who place requests at the same moment.
class CrowdedPlacerTest {
  private final Environment production = new Environment(UUID.randomUUID(), "production");

  private Candidate worker(int number) {
    WorkerAddress address =
        new WorkerAddress(new UUID(0, number), "w-" + number, new Door.Tls("10.0.0.1", 15_005));
    return new Candidate(address, production.id(), Readiness.READY, Load.NONE);
  }

  @Test
  void placementsThatComeTogetherAllFindAWorker() throws InterruptedException {
    Placer placer = new Placer();
    placer.candidates(List.of(worker(1), worker(2)));
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> crowd =
        IntStream.range(0, 4)
            .mapToObj(_ ->
                Thread.ofPlatform()
                    .start(() -> {
                      try {
                        for (int i = 0; i < 50_000; i++) {
                          placer.place(production);
                        }
                      } catch (RuntimeException failure) {
                        failures.add(failure);
                      }
                    }))
            .toList();
    for (Thread one : crowd) {
      one.join();
    }
    assertThat(failures).isEmpty();
  }
}
