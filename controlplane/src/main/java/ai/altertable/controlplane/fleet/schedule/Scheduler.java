package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.schedule.Action.Forget;
import ai.altertable.controlplane.fleet.schedule.Action.Keep;
import ai.altertable.controlplane.fleet.schedule.Action.Retire;
import ai.altertable.controlplane.fleet.schedule.Action.Start;
import ai.altertable.controlplane.fleet.schedule.Action.Stop;
import ai.altertable.controlplane.fleet.schedule.HostedProcess.Phase;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Decides which hosted workers are started and ended. Pure: the same situation and memory make the
/// same decision, and nothing is done here.
///
/// - The default environment always has one hosted worker; another has one from its first query on
///   until it was idle for [FleetConfig#idleAfter], and never more than one.
/// - A worker that has a statement, a session in use or one with state does not end for idleness.
///   An idle one is retired first, so that nothing lands on it while it goes; whoever needs it
///   meanwhile keeps it.
/// - No slug is started while there is a process of it, and no more than [FleetConfig#hostedMax]
///   processes are.
/// - A process that does not come up, or is lost, is ended and replaced; a start that fails is
///   tried again after a while that grows.
public final class Scheduler {
  static final String PREFIX = "hosted-";

  /// A worker that is cut off from here may serve those who reach it, so it is given some time.
  private static final Duration LOST_FOR = Duration.ofSeconds(60);

  /// @param actions in the order in which they are to be done
  /// @param attempts to be handed in with the next situation
  public record Decision(List<Action> actions, Attempts attempts) {}

  private final FleetConfig config;
  private final Situation seen;
  private final List<Action> actions = new ArrayList<>();
  private Attempts attempts;

  private Scheduler(FleetConfig config, Situation seen, Attempts attempts) {
    this.config = config;
    this.seen = seen;
    this.attempts = attempts.retain(seen.environments());
  }

  public static Decision decide(FleetConfig config, Situation seen, Attempts attempts) {
    return new Scheduler(config, seen, attempts).decide();
  }

  private Decision decide() {
    seen.processes().stream()
        .filter(process -> process.phase() == Phase.ENDED)
        .forEach(this::clear);
    seen.processes().stream()
        .filter(process -> process.phase() == Phase.RUNNING)
        .forEach(this::judge);
    forget();
    environmentsThatWait().forEach(this::start);
    return new Decision(List.copyOf(actions), attempts);
  }

  private void clear(HostedProcess process) {
    attempts = attempts.failed(process.environment(), seen.now());
    actions.add(new Stop(process.slug(), "it has ended by itself"));
  }

  // ---- what is there

  private void judge(HostedProcess process) {
    Optional<String> broken = broken(process);
    if (broken.isPresent()) {
      attempts = attempts.failed(process.environment(), seen.now());
      actions.add(new Stop(process.slug(), broken.get()));
      return;
    }
    Optional<ObservedMember> member = member(process);
    if (member.filter(Scheduler::isUp).isPresent()) {
      attempts = attempts.succeeded(process.environment());
      settle(process, member.get());
    }
  }

  /// Why a process is of no use; empty when it is, or may become so.
  private Optional<String> broken(HostedProcess process) {
    Instant now = seen.now();
    Optional<MemberState> state = member(process).map(ObservedMember::state);
    if (state.isEmpty() || state.get() instanceof MemberState.Pending) {
      return process.since().plus(config.startWithin()).isBefore(now)
          ? Optional.of("it did not come up in time")
          : Optional.empty();
    }
    return state.get() instanceof MemberState.Lost lost
            && later(lost.since(), process.since()).plus(LOST_FOR).isBefore(now)
        ? Optional.of("nothing is heard of it")
        : Optional.empty();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// Ends what nobody needs, in peace, and keeps what somebody needs after all.
  private void settle(HostedProcess process, ObservedMember member) {
    boolean retired = member.enrolled().desired() == Desired.STOPPED;
    boolean wanted = isFirst(process) && isWanted(process.environment());
    boolean busy = mayBeBusy(member);
    if (retired && wanted) {
      actions.add(new Keep(process.slug()));
    } else if (!retired && !wanted && !busy) {
      actions.add(new Retire(process.slug()));
    } else if (retired && !busy && isDraining(member)) {
      actions.add(new Stop(process.slug(), "it is not needed"));
    }
  }

  /// Of several for one environment, which only a mishap can bring about, the first one counts.
  private boolean isFirst(HostedProcess process) {
    return seen.processes().stream()
        .filter(other -> other.phase() == Phase.RUNNING)
        .filter(other -> other.environment().equals(process.environment()))
        .min(Comparator.comparing(HostedProcess::since).thenComparing(HostedProcess::slug))
        .filter(process::equals)
        .isPresent();
  }

  private boolean isWanted(UUID environment) {
    if (!seen.environments().isEmpty() && seen.environments().getFirst().id().equals(environment)) {
      return true;
    }
    Instant last = seen.lastWork().get(environment);
    return last != null
        && seen.environments().stream().anyMatch(one -> one.id().equals(environment))
        && last.plus(config.idleAfter()).isAfter(seen.now());
  }

  private static boolean isUp(ObservedMember member) {
    return member.state() instanceof MemberState.Online || isDraining(member);
  }

  private static boolean isDraining(ObservedMember member) {
    return member.state() instanceof MemberState.Draining;
  }

  /// What one does that is not connected here, nobody knows.
  private static boolean mayBeBusy(ObservedMember member) {
    boolean linked =
        switch (member.state()) {
          case MemberState.Online online -> online.linked();
          case MemberState.Draining draining -> draining.linked();
          case MemberState.Pending _, MemberState.Lost _, MemberState.Revoked _ -> false;
        };
    Load load = member.load();
    return !linked || load.running() + load.queued() + load.sessions() + load.sessionsKept() > 0;
  }

  /// The member that a process is; one of an earlier process of the same slug is not.
  private Optional<ObservedMember> member(HostedProcess process) {
    return Optional.ofNullable(seen.members().get(process.slug()))
        .filter(one ->
            one.enrolled()
                .environment()
                .filter(environment -> environment.id().equals(process.environment()))
                .isPresent());
  }

  private void forget() {
    Set<String> there = slugs();
    seen.members().keySet().stream()
        .filter(slug -> !there.contains(slug))
        .sorted()
        .map(Forget::new)
        .forEach(actions::add);
  }

  // ---- what is missing

  /// Those that are wanted and have no process, the default one first, then who waits the longest.
  private List<Environment> environmentsThatWait() {
    List<Environment> waiting = new ArrayList<>();
    for (Environment environment : seen.environments()) {
      boolean served =
          seen.processes().stream()
              .anyMatch(
                  one -> one.phase() != Phase.ENDED && one.environment().equals(environment.id()));
      if (!served && isWanted(environment.id())) {
        waiting.add(environment);
      }
    }
    Map<UUID, Instant> last = seen.lastWork();
    waiting.sort(
        Comparator.comparing((Environment one) -> !isDefault(one))
            .thenComparing(one -> last.getOrDefault(one.id(), Instant.MAX)));
    return waiting;
  }

  /// The default environment's worker has a place of its own, so that others cannot fill them all.
  private void start(Environment environment) {
    boolean isDefault = isDefault(environment);
    long others =
        seen.processes().stream()
                .filter(one -> one.phase() != Phase.ENDED)
                .filter(one -> !one.environment().equals(seen.environments().getFirst().id()))
                .count()
            + actions.stream()
                .filter(one -> one instanceof Start start && !isDefault(start.environment()))
                .count();
    boolean room = isDefault || others < config.hostedMax() - 1L;
    if (room && attempts.mayStart(environment.id(), seen.now())) {
      actions.add(new Start(environment, freeSlug(isDefault)));
    }
  }

  private boolean isDefault(Environment environment) {
    return environment.equals(seen.environments().getFirst());
  }

  /// The default environment's is the first one, for others there are the rest.
  private String freeSlug(boolean isDefault) {
    Set<String> taken = slugs();
    actions.stream().filter(Start.class::isInstance).map(Action::slug).forEach(taken::add);
    int number = isDefault ? 1 : 2;
    while (taken.contains(PREFIX + number)) {
      number++;
    }
    return PREFIX + number;
  }

  private Set<String> slugs() {
    Set<String> slugs = new HashSet<>();
    seen.processes().stream().map(HostedProcess::slug).forEach(slugs::add);
    return slugs;
  }
}
