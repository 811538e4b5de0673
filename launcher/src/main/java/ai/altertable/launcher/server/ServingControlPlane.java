package ai.altertable.launcher.server;

import ai.altertable.controlplane.ControlPlane;
import ai.altertable.controlplane.access.LoginResource;
import ai.altertable.controlplane.bootstrap.Bootstrapped;
import ai.altertable.controlplane.fleet.Fleet;
import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.authority.KeySeal;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.history.HistoryResource;
import ai.altertable.controlplane.management.FleetGateways;
import ai.altertable.controlplane.management.FleetTokens;
import ai.altertable.controlplane.management.FleetWorkers;
import ai.altertable.controlplane.management.ManagementApi;
import ai.altertable.foundation.identity.GrantKeys;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.identity.GrantVerifier;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.gateway.Gateway;
import ai.altertable.http.HttpHandler;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.launcher.account.AccountOrders;
import ai.altertable.launcher.account.StoredAccounts;
import ai.altertable.launcher.admin.Orders;
import ai.altertable.launcher.datadir.DataDirectory;
import ai.altertable.launcher.management.DatabaseOrders;
import ai.altertable.launcher.management.EnrollmentTokenOrders;
import ai.altertable.launcher.metric.ServerMetrics;
import ai.altertable.launcher.operation.FleetLinks;
import ai.altertable.launcher.operation.FleetOrders;
import ai.altertable.launcher.operation.WorkOrders;
import ai.altertable.launcher.worker.WorkerLink;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/// A control plane with all by which it is reached: members register with it, and gateways have it
/// answer, those of this process by a socket and others over TLS.
///
/// @param signer of this process' own grants
/// @param members shows members that this process is of the control plane
/// @param door where a gateway in this process has it answer
record ServingControlPlane(
    LocalControlPlane local,
    Bootstrapped bootstrapped,
    GrantSigner signer,
    Fleet fleet,
    Registration registration,
    Environments environments,
    FleetTokens tokens,
    MemberTls members,
    ControlPlaneDoor door) {
  /// For that of a gateway which has just come.
  private static final Duration KEY_WITHIN = Duration.ofSeconds(2);

  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  /// Returns when it can be reached.
  ///
  /// @param closer ends what is started
  /// @param config with flags that were checked
  /// @throws ai.altertable.launcher.StartupFailure with what is wrong and what to do
  static ServingControlPlane start(
      Closer closer,
      ServerConfig.ControlPlane config,
      DataDirectory data,
      Clock clock,
      SecureRandom random,
      Console console) {
    LocalControlPlane local =
        LocalControlPlane.start(
            closer,
            data,
            config.postgres(),
            config.runtime(),
            config.log().format(),
            config.history(),
            clock,
            random,
            console);
    ControlPlane controlPlane = local.controlPlane();
    Bootstrapped bootstrapped = controlPlane.bootstrap().apply(config.flags(), !data.ready());

    GrantSigner signer = GrantSigner.generate(random);
    var key = new GrantKeys.Key(GrantKeys.Owner.CONTROL_PLANE, signer.verificationKey());
    Fleet fleet = controlPlane.startFleet(clock, random, FleetConfig.defaults(), List.of(key));
    KeySeal seal = KeySeal.derivedFrom(data.masterKey().derive("sealed secrets"), random);
    Registration registration =
        closer.register(
            Registration.open(config.registration(), controlPlane, fleet, seal, clock, random));
    Environments environments =
        new Environments(controlPlane.tenants(), bootstrapped.environment());
    FleetTokens tokens = new FleetTokens(fleet.tokens(), environments::all, registration::token);
    MemberCredentials credentials = registration.credentials(clock, random);
    MemberTls members = closer.register(new MemberTls(() -> credentials, HANDSHAKE_TIMEOUT));

    HttpHandler management =
        ManagementApi.of(
            clock,
            controlPlane.management(),
            new FleetWorkers(fleet.members()),
            new FleetGateways(fleet.members()),
            tokens);
    GrantVerifier grants = new GrantVerifier(fleet.signers(), HistoryResource.SLUG, _ -> true);
    HttpHandler history = controlPlane.history(clock, text -> grants.open(text, KEY_WITHIN));
    ControlPlaneDoor door =
        closer.register(
            ControlPlaneDoor.open(
                data.sockets().ownSocket("control-plane", "http"),
                Resources.of(management, history, Optional.empty())));
    GatewayDoor gateways =
        closer.register(
            GatewayDoor.open(
                config.registration(),
                members,
                fleet.members(),
                Resources.of(
                    management,
                    history,
                    Optional.of(new LoginResource(controlPlane.authenticator())))));
    fleet.door(registration.door(config.registration().gateways(), gateways.port()));
    return new ServingControlPlane(
        local, bootstrapped, signer, fleet, registration, environments, tokens, members, door);
  }

  /// All workers that this process can ask.
  ///
  /// @param hosted those that it runs itself
  /// @param addresses how it reaches a worker; empty when it cannot
  FleetLinks links(
      InstantSource clock,
      Supplier<List<WorkerLink>> hosted,
      Function<ObservedMember, Optional<WorkerAddress>> addresses) {
    OtherWorkers others = new OtherWorkers(clock, signer, members);
    return new FleetLinks(
        hosted,
        fleet.members()::list,
        member -> addresses.apply(member).flatMap(address -> others.link(member, address)));
  }

  /// What the process shows of itself to who scrapes it.
  PrometheusRegistry metrics(DataDirectory data) {
    PrometheusRegistry registry = new PrometheusRegistry();
    ServerMetrics.register(registry, data.path());
    local
        .postgres()
        .ifPresent(
            postgres -> ServerMetrics.showPostgres(registry, postgres::state, postgres::restarts));
    ServerMetrics.showMembers(registry, fleet.members()::list);
    return registry;
  }

  /// What operators order by the command line.
  ///
  /// @param ending whether this process is about to end, and lets nothing begin again
  Map<String, Orders> orders(FleetLinks links, BooleanSupplier ending) {
    WorkOrders work = new WorkOrders(links);
    return Map.of(
        "users",
        new AccountOrders(new StoredAccounts(controlPlane().accounts())),
        "queries",
        work,
        "sessions",
        work,
        "workers",
        FleetOrders.of(fleet.members(), links, ending),
        "databases",
        new DatabaseOrders(controlPlane().tenants(), controlPlane().databases()),
        "tokens",
        new EnrollmentTokenOrders(controlPlane().tenants(), tokens));
  }

  /// Has a gateway in this process told whose logins count no more.
  void tellOfLogins(Gateway gateway) {
    controlPlane().onAccessChange(gateway::recheckLogins);
    controlPlane().onRevocation(revocation -> gateway.revoke(List.of(revocation)));
  }

  /// Where processes on other machines register.
  String where() {
    return registration.advertised();
  }

  ControlPlane controlPlane() {
    return local.controlPlane();
  }
}
