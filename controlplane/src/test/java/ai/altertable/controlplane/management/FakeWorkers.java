package ai.altertable.controlplane.management;

import ai.altertable.foundation.fleet.Load;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/// Workers that exist in memory only.
final class FakeWorkers implements Workers {
  private final Map<UUID, Worker> workers = new ConcurrentSkipListMap<>();

  Worker add(String slug, UUID environment) {
    Worker worker =
        new Worker(
            UUID.randomUUID(),
            slug,
            "online",
            environment,
            true,
            Optional.of("1"),
            Optional.empty(),
            Optional.of(Instant.EPOCH),
            Instant.EPOCH,
            new Load(1, 2, 3, 4, 6));
    workers.put(worker.id(), worker);
    return worker;
  }

  @Override
  public List<Worker> list(UUID organization) {
    return List.copyOf(workers.values());
  }

  @Override
  public void drain(UUID worker, boolean on, UUID by) {
    workers.computeIfPresent(
        worker,
        (id, old) ->
            new Worker(
                id,
                old.slug(),
                on ? "draining" : "online",
                old.environment(),
                old.hosted(),
                old.version(),
                old.address(),
                old.seen(),
                old.created(),
                old.load()));
  }

  @Override
  public void revoke(UUID worker, UUID by) {
    workers.remove(worker);
  }
}
