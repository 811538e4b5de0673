package ai.altertable.controlplane.fleet;

import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.PlacementRequest;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.foundation.placement.Placer;
import ai.altertable.foundation.placement.WorkerAddress;
import java.util.ArrayList;
import java.util.List;

/// The hosted workers that are up, as the launcher reports them. Safe for use by several threads;
/// never blocks.
public final class Fleet implements Placements {
  private final Placer placer = new Placer();

  /// A worker takes requests; one of the same slug is replaced.
  public synchronized void workerUp(Environment environment, WorkerAddress worker) {
    List<Candidate> after = new ArrayList<>(without(worker.slug()));
    after.add(new Candidate(worker, environment.id(), Candidate.Readiness.READY, Load.NONE));
    placer.candidates(after);
  }

  /// A worker takes no requests any more.
  public synchronized void workerDown(String slug) {
    placer.candidates(without(slug));
  }

  @Override
  public Placement place(PlacementRequest request) {
    return placer.place(request);
  }

  private List<Candidate> without(String slug) {
    return placer.candidates().stream().filter(one -> !one.slug().equals(slug)).toList();
  }
}
