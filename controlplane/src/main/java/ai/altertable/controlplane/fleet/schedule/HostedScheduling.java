package ai.altertable.controlplane.fleet.schedule;

import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.lifecycle.Rounds;
import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// Runs hosted workers: a [Reconciler] at work, once a second and whenever something is wanted or
/// has changed.
public final class HostedScheduling implements AutoCloseable {
  private static final Duration GATHERING = Duration.ofMillis(10);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final HostedStarts starts;
  private final Rounds rounds;

  private HostedScheduling(HostedStarts starts, Rounds rounds) {
    this.starts = starts;
    this.rounds = rounds;
  }

  /// @param environments all that there are, the default one first; may block
  public static HostedScheduling start(
      InstantSource clock,
      FleetConfig config,
      Supplier<List<Environment>> environments,
      Members members,
      WorkerProvisioner provisioner,
      Demand demand,
      Leadership leadership) {
    Reconciler reconciler =
        new Reconciler(
            clock,
            config,
            environments,
            HostedMembers.of(members),
            provisioner,
            demand,
            leadership);
    HostedStarts starts = new HostedStarts(clock, demand, reconciler::attempts);
    Rounds rounds = Rounds.start("hosted workers", GATHERING, EVERY, reconciler::round);
    members.onChange(rounds::ask);
    members.onWork(demand::note);
    demand.onWant(rounds::ask);
    return new HostedScheduling(starts, rounds);
  }

  /// What is answered where there is no worker yet.
  public HostedStarts starts() {
    return starts;
  }

  /// Ends no worker; those are the provisioner's.
  @Override
  public void close() {
    rounds.close();
  }
}
