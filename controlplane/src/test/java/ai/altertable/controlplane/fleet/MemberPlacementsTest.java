package ai.altertable.controlplane.fleet;

import static ai.altertable.controlplane.fleet.TwoReplicas.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.MemberStore;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.schedule.HostedProcess;
import ai.altertable.controlplane.fleet.schedule.WorkerProvisioner;
import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.catalog.MetadataServer;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.fleet.Arrival;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Member.Kind;
import ai.altertable.foundation.fleet.MemberLinks.Observer;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import ai.altertable.foundation.placement.PlacementRequest;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import ai.altertable.foundation.session.SessionId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Where a gateway in the process of the control plane sends requests, as members come and go.
class MemberPlacementsTest {
  private static final Instant CERTIFICATE = Instant.parse("2100-01-01T00:00:00Z");
  private static final String UNREACHABLE = "nowhere:1";
  private static final FleetConfig QUICK =
      new FleetConfig(
          Duration.ofSeconds(10),
          Duration.ofMillis(300),
          Duration.ofSeconds(10),
          8,
          Duration.ofMinutes(15),
          Duration.ofSeconds(60));

  private final TwoReplicas replicas = new TwoReplicas();
  private final Environment production = replicas.environment("production");
  private final Environment staging = replicas.environment("staging");
  private final Started started = new Started();
  private final Fleet fleet =
      Fleet.start(
          InstantSource.system(),
          new SecureRandom(),
          replicas.transactions(0),
          replicas.changes(0),
          QUICK,
          List.of(),
          _ -> new Catalogs(new MetadataServer("here", 1, "lakehouse"), List.of()),
          (_, _, _) -> {});
  private final Placements placements =
      fleet.host(() -> List.of(production, staging), started, MemberPlacementsTest::address);

  @AfterEach
  void close() {
    fleet.close();
    replicas.close();
  }

  /// Notes what is to be started, and starts nothing.
  private static final class Started implements WorkerProvisioner {
    private final Set<String> environments = ConcurrentHashMap.newKeySet();

    @Override
    public List<HostedProcess> list() {
      return List.of();
    }

    @Override
    public void start(Environment environment, String slug) {
      environments.add(environment.slug());
    }

    @Override
    public void stop(String slug) {}
  }

  private static Optional<WorkerAddress> address(ObservedMember member) {
    return member
        .status()
        .flatMap(MemberStatus::address)
        .filter(told -> !told.equals(UNREACHABLE))
        .map(Door.Tls::parse)
        .map(door -> new WorkerAddress(member.enrolled().member().id(), member.slug(), door));
  }

  private Member enroll(Kind kind, String slug, Optional<Environment> environment) {
    return replicas
        .transactions(0)
        .call(handle ->
            MemberStore.insert(
                handle, Instant.now(), kind, slug, environment.map(Environment::id), false));
  }

  private Observer connect(String slug) {
    return connect(enroll(Kind.WORKER, slug, Optional.of(production)), status("here:1", 0));
  }

  private Observer connect(Member member, MemberStatus status) {
    Observer observer =
        fleet.links().connected(member, new Arrival(status, false, CERTIFICATE), new FakeLink());
    observer.configured();
    return observer;
  }

  private static MemberStatus status(String address, int running) {
    return new MemberStatus(
        "1",
        Optional.of(address),
        Optional.of("key"),
        false,
        new Load(running, 0, running, 0, 1 << 30));
  }

  private String placed() {
    return placements.place(production) instanceof Placed(WorkerAddress worker)
        ? worker.slug()
        : "nowhere";
  }

  private Placement of(SessionId session) {
    return placements.place(PlacementRequest.of(production, Optional.of(session)));
  }

  @Test
  void workersTakeRequestsFromWhenTheyAreConfiguredUntilTheyAreLost() {
    Member west = enroll(Kind.WORKER, "west", Optional.of(production));
    Observer observer =
        fleet
            .links()
            .connected(west, new Arrival(status("here:1", 0), false, CERTIFICATE), new FakeLink());
    assertThat(placed()).as("it knows nothing yet").isEqualTo("nowhere");
    observer.configured();
    assertThat(placed()).isEqualTo("west");
    observer.disconnected();
    assertThat(placed()).as("its link alone is gone").isEqualTo("west");
    await("lost", () -> placed().equals("nowhere"));
    connect(west, status("here:1", 0));
    assertThat(placed()).as("back").isEqualTo("west");
    fleet.members().revoke("west", "ann");
    await("revoked", () -> placed().equals("nowhere"));
  }

  @Test
  void gatewaysOtherEnvironmentsAndUnreachableWorkersTakeNothing() {
    connect(enroll(Kind.GATEWAY, "edge", Optional.empty()), status("here:1", 0));
    connect(enroll(Kind.WORKER, "stage", Optional.of(staging)), status("here:1", 0));
    connect(enroll(Kind.WORKER, "far", Optional.of(production)), status(UNREACHABLE, 0));
    assertThat(placements.workers(production)).isEmpty();
    assertThat(placements.workers(staging)).hasSize(1);
    assertThat(placed()).isEqualTo("nowhere");
  }

  @Test
  void loadsThatAreToldCount() {
    Observer east = connect("east");
    Observer west = connect("west");
    east.heartbeat(status("here:1", 5));
    assertThat(placed()).isEqualTo("west");
    west.heartbeat(status("here:1", 50));
    assertThat(placed()).isEqualTo("east");
  }

  @Test
  void drainedWorkerKeepsWhatItHas() {
    connect("east");
    connect("west");
    SessionId session = SessionId.random();
    String slug = ((Placed) of(session)).worker().slug();
    String other = slug.equals("east") ? "west" : "east";

    fleet.members().desire(slug, Desired.DRAINING, "ann");
    await(
        "nothing new comes",
        () -> List.of(placed(), placed(), placed()).equals(List.of(other, other, other)));
    assertThat(((Placed) of(session)).worker().slug()).as("its session").isEqualTo(slug);

    fleet.members().desire(other, Desired.DRAINING, "ann");
    await("both drain", () -> placements.place(production) instanceof Refused);
    assertThat(((Refused) placements.place(production)).code())
        .isEqualTo(ErrorCode.WORKER_DRAINING);
    fleet.members().desire(other, Desired.ONLINE, "ann");
    await("one takes again", () -> placed().equals(other));
  }

  @Test
  void whoWaitsForAnEnvironmentIsLetGoWhenItsWorkerComes() {
    Starting starting = (Starting) placements.place(staging);
    await("a worker is started", () -> started.environments.contains("staging"));
    assertThat(starting.settled().toCompletableFuture()).isNotDone();
    connect(enroll(Kind.WORKER, "stage", Optional.of(staging)), status("here:1", 0));
    assertThat(starting.settled().toCompletableFuture()).isDone();
    assertThat(placements.place(staging)).isInstanceOf(Placed.class);
  }
}
