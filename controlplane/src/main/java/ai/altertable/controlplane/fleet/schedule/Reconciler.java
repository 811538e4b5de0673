package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.schedule.Action.Forget;
import ai.altertable.controlplane.fleet.schedule.Action.Keep;
import ai.altertable.controlplane.fleet.schedule.Action.Retire;
import ai.altertable.controlplane.fleet.schedule.Action.Start;
import ai.altertable.controlplane.fleet.schedule.Action.Stop;
import ai.altertable.foundation.identity.Environment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the hosted workers from what there is to what the [Scheduler] wants, one round after the
/// other: looks at everything anew, decides, and does it. What fails is logged, and seen again by
/// the next round, from wherever things are then. Confined to one thread, except [#attempts].
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final InstantSource clock;
  private final FleetConfig config;
  private final Supplier<List<Environment>> environments;
  private final HostedMembers members;
  private final WorkerProvisioner provisioner;
  private final Demand demand;
  private final Leadership leadership;

  private volatile Attempts attempts = Attempts.NONE;
  private Map<UUID, Instant> told = Map.of();

  /// @param environments all that there are, the default one first; may block
  public Reconciler(
      InstantSource clock,
      FleetConfig config,
      Supplier<List<Environment>> environments,
      HostedMembers members,
      WorkerProvisioner provisioner,
      Demand demand,
      Leadership leadership) {
    this.clock = clock;
    this.config = config;
    this.environments = environments;
    this.members = members;
    this.provisioner = provisioner;
    this.demand = demand;
    this.leadership = leadership;
    leadership.onWanted(demand::heard);
  }

  /// What has come of starts so far.
  Attempts attempts() {
    return attempts;
  }

  /// One round. Throws what keeps it from looking; what an action throws, it does not.
  public void round() {
    if (!members.isRead()) {
      return;
    }
    if (!leadership.isLeading()) {
      follow();
      return;
    }
    List<Environment> there = environments.get();
    demand.retain(there);
    Map<String, ObservedMember> hosted =
        members.members().stream()
            .collect(Collectors.toMap(ObservedMember::slug, one -> one, (one, _) -> one));
    var seen = new Situation(clock.instant(), there, provisioner.list(), hosted, demand.lastWork());
    Scheduler.Decision decision = Scheduler.decide(config, seen, attempts);
    attempts = decision.attempts();
    decision.actions().forEach(this::attempt);
  }

  /// Another control plane schedules, and may not know what was wanted here.
  private void follow() {
    attempts = Attempts.NONE;
    Map<UUID, Instant> now = demand.wantedHere();
    Set<UUID> news = new HashSet<>(now.keySet());
    news.removeIf(id -> Objects.equals(now.get(id), told.get(id)));
    if (!news.isEmpty()) {
      leadership.tellWanted(news);
    }
    told = now;
  }

  private void attempt(Action action) {
    try {
      apply(action);
      LOG.info("hosted workers: {}", action);
    } catch (RuntimeException failure) {
      LOG.error("hosted workers: {} failed", action, failure);
      if (action instanceof Start start) {
        attempts = attempts.failed(start.environment().id(), clock.instant());
      }
    }
  }

  private void apply(Action action) {
    switch (action) {
      case Start(Environment environment, String slug) -> provisioner.start(environment, slug);
      case Retire(String slug) -> members.desire(slug, Desired.STOPPED);
      case Keep(String slug) -> members.desire(slug, Desired.ONLINE);
      case Stop(String slug, _) -> provisioner.stop(slug);
      case Forget(String slug) -> members.revoke(slug);
    }
  }
}
