package ai.altertable.controlplane.fleet;

import ai.altertable.controlplane.access.Revisions;
import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.database.Transactions;
import ai.altertable.controlplane.fleet.configuration.Configurations;
import ai.altertable.controlplane.fleet.enrollment.Enrollment;
import ai.altertable.controlplane.fleet.enrollment.EnrollmentTokens;
import ai.altertable.controlplane.fleet.event.FleetEvents;
import ai.altertable.controlplane.fleet.member.MemberStore;
import ai.altertable.controlplane.fleet.member.Members;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.member.Patience;
import ai.altertable.controlplane.fleet.member.Reports;
import ai.altertable.controlplane.fleet.schedule.Demand;
import ai.altertable.controlplane.fleet.schedule.HostedScheduling;
import ai.altertable.controlplane.fleet.schedule.Leadership;
import ai.altertable.controlplane.fleet.schedule.WorkerProvisioner;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.fleet.MemberLinks;
import ai.altertable.foundation.fleet.Registrar;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// All that serves under this control plane: who becomes a member, how members are, what they are
/// told, and which workers the platform runs itself. Safe for use by several threads.
public final class Fleet implements AutoCloseable {
  private final InstantSource clock;
  private final Closer closer;
  private final FleetConfig config;
  private final Members members;
  private final EnrollmentTokens tokens;
  private final Registrar registrar;
  private final Configurations configurations;
  private final Leadership leadership;

  private Fleet(
      InstantSource clock,
      Closer closer,
      FleetConfig config,
      Members members,
      EnrollmentTokens tokens,
      Registrar registrar,
      Configurations configurations,
      Leadership leadership) {
    this.clock = clock;
    this.closer = closer;
    this.config = config;
    this.members = members;
    this.tokens = tokens;
    this.registrar = registrar;
    this.configurations = configurations;
    this.leadership = leadership;
  }

  /// Begins to follow members; none can come before it is asked for [#links].
  ///
  /// @param local signers of this process
  /// @param catalogs of an environment; may block
  /// @param reports keeps what workers report
  public static Fleet start(
      InstantSource clock,
      SecureRandom random,
      Transactions transactions,
      Changes changes,
      FleetConfig config,
      List<GrantKeys.Key> local,
      Function<Environment, Catalogs> catalogs,
      Reports reports) {
    return Closer.assemble(closer -> {
      Patience patience =
          new Patience(config.silentAfter(), config.graceAfterLink(), config.graceAfterStart());
      Members members =
          closer.register(Members.start(clock, transactions, changes, reports, patience));
      Configurations configurations =
          closer.register(
              Configurations.start(members, changes, local, catalogs, new Revisions(transactions)));
      Leadership leadership = Leadership.over(changes, transactions);
      // From the first question on it tries to lead, which takes a moment.
      boolean _ = leadership.isLeading();
      return new Fleet(
          clock,
          closer,
          config,
          members,
          new EnrollmentTokens(transactions, clock, random),
          new Enrollment(
              transactions, new MemberStore(transactions), new FleetEvents(transactions), clock),
          configurations,
          leadership);
    });
  }

  /// Runs hosted workers from now on, and tells where requests go.
  ///
  /// @param environments all that there are, the default one first; may block
  /// @param addresses how this process reaches a worker; empty when it cannot
  public Placements host(
      Supplier<List<Environment>> environments,
      WorkerProvisioner provisioner,
      Function<ObservedMember, Optional<WorkerAddress>> addresses) {
    Demand demand = new Demand(clock);
    HostedScheduling scheduling =
        closer.register(
            HostedScheduling.start(
                clock, config, environments, members, provisioner, demand, leadership));
    return MemberPlacements.over(members, addresses, demand, scheduling.starts());
  }

  public Members members() {
    return members;
  }

  public EnrollmentTokens tokens() {
    return tokens;
  }

  public Registrar registrar() {
    return registrar;
  }

  public MemberLinks links() {
    return members;
  }

  /// Has members told what has changed, of which no table tells. Returns at once.
  public void refresh() {
    configurations.refresh();
  }

  /// Tells gateways where the HTTP server of this process listens for them. Returns at once.
  public void door(Door.Tls where) {
    configurations.door(where);
  }

  /// Whose grants are believed, kept up to date: this process' and those of gateways.
  public GrantKeys signers() {
    return configurations.signers();
  }

  @Override
  public void close() {
    closer.close();
  }
}
