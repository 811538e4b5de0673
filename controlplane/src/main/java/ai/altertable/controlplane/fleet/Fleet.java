package ai.altertable.controlplane.fleet;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.foundation.placement.WorkerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// The hosted workers that are up, as the launcher reports them. A request goes to a worker of its
/// own environment, to each in turn. Safe for use by several threads; never blocks.
public final class Fleet implements Placements {
  /// A killed worker is back in less than this.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private record Member(UUID environment, WorkerAddress address) {}

  private final AtomicReference<List<Member>> members = new AtomicReference<>(List.of());
  private final AtomicInteger turn = new AtomicInteger();

  /// A worker takes requests; one of the same slug is replaced.
  public void workerUp(Environment environment, WorkerAddress worker) {
    members.updateAndGet(before -> {
      List<Member> after = new ArrayList<>(without(before, worker.slug()));
      after.add(new Member(environment.id(), worker));
      return List.copyOf(after);
    });
  }

  /// A worker takes no requests any more.
  public void workerDown(String slug) {
    members.updateAndGet(before -> without(before, slug));
  }

  @Override
  public Placement place(Environment environment) {
    List<WorkerAddress> workers =
        members.get().stream()
            .filter(member -> member.environment().equals(environment.id()))
            .map(Member::address)
            .toList();
    if (workers.isEmpty()) {
      return new Refused(
          ErrorCode.WORKER_UNAVAILABLE,
          "no worker of the environment '"
              + environment.slug()
              + "' is up at the moment; try again in "
              + RETRY_AFTER.toSeconds()
              + " s",
          RETRY_AFTER);
    }
    return new Placed(workers.get(Math.floorMod(turn.getAndIncrement(), workers.size())));
  }

  private static List<Member> without(List<Member> members, String slug) {
    return members.stream().filter(member -> !member.address().slug().equals(slug)).toList();
  }
}
