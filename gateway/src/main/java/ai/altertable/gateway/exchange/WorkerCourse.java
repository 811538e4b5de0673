package ai.altertable.gateway.exchange;

import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import ai.altertable.foundation.placement.PlacementRequest;
import ai.altertable.foundation.placement.Placer;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.gateway.login.Login;
import ai.altertable.gateway.placement.SessionPlaces;
import ai.altertable.gateway.placement.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// To a worker of the client's environment: the one that has the session, or else the one that
/// placement names. Workers that could not be reached a moment ago come last.
final class WorkerCourse implements Course {
  private final Services services;
  private final Login login;
  private final String clientAddress;
  private final Optional<SessionId> session;
  private final Optional<WorkerAddress> known;

  /// @param session that the request names, where that matters
  /// @param known the worker that has it
  WorkerCourse(
      Services services,
      Login login,
      String clientAddress,
      Optional<SessionId> session,
      Optional<WorkerAddress> known) {
    this.services = services;
    this.login = login;
    this.clientAddress = clientAddress;
    this.session = session;
    this.known = known;
  }

  @Override
  public Choice next(Set<String> tried) {
    Set<String> avoided = services.leftOut().slugs();
    if (!tried.isEmpty()) {
      avoided = new HashSet<>(avoided);
      avoided.addAll(tried);
    }
    if (known.isPresent() && !avoided.contains(known.get().slug())) {
      return to(known.get());
    }
    return switch (place(avoided)) {
      case Placed(WorkerAddress worker) -> to(worker);
      case Starting starting -> new Choice.Wait(starting);
      case Refused refused -> unlessDrainedAlone(refused, tried);
    };
  }

  /// What goes to the only worker is not looked into for its session: that worker, drained, knows
  /// which sessions it has, and refuses what is new itself.
  private Choice unlessDrainedAlone(Refused refused, Set<String> tried) {
    List<Candidate> workers = workers();
    if (workers.size() != 1 || workers.getFirst().readiness() != Readiness.DRAINING) {
      return new Choice.None(refused);
    }
    Candidate only = workers.getFirst();
    return tried.contains(only.slug())
        ? new Choice.None(Placer.nobody(login.environment()))
        : to(only.address());
  }

  /// One that is known not to have the session, and takes nothing new, is no place for it.
  private Placement place(Set<String> avoided) {
    Set<String> passed = avoided;
    if (session.isPresent()) {
      passed = new HashSet<>(avoided);
      workers().stream()
          .filter(one -> one.readiness() == Readiness.DRAINING)
          .map(Candidate::slug)
          .forEach(passed::add);
    }
    Placement placement =
        services.placements().place(new PlacementRequest(login.environment(), session, passed));
    return placement instanceof Refused && !avoided.isEmpty()
        ? services.placements().place(new PlacementRequest(login.environment(), session, Set.of()))
        : placement;
  }

  private Choice to(WorkerAddress worker) {
    session.ifPresent(id -> services.places().remember(key(login, id), worker, workers()));
    return new Choice.To(Target.worker(worker, login.grant(clientAddress, worker.slug())));
  }

  private List<Candidate> workers() {
    return services.placements().workers(login.environment());
  }

  static SessionPlaces.Key key(Login login, SessionId session) {
    return new SessionPlaces.Key(login.environment().id(), login.principal(), session);
  }

  @Override
  public boolean hasOther(Set<String> tried) {
    return workers().stream().anyMatch(one -> !tried.contains(one.slug()));
  }

  @Override
  public boolean leavesOut() {
    return true;
  }

  @Override
  public void answered(int status) {}
}
