package ai.altertable.controlplane.fleet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.fleet.FleetConfig;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.controlplane.fleet.schedule.HostedProcess.Phase;
import ai.altertable.controlplane.fleet.schedule.SimulatedFleet.Leaders;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private static final int FLEETS = 40;
  private static final int STEPS = 300;

  private static final FleetConfig CONFIG =
      new FleetConfig(
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          4,
          Duration.ofMinutes(3),
          Duration.ofSeconds(30));

  /// Whatever fails, [SimulatedFleet] sees to it that nothing is started twice, nothing ended that
  /// is used, and no more runs than may; when nothing fails any more and nobody asks, the default
  /// environment has one worker, and no other has any.
  @Test
  void anyFleetComesToRest() {
    long seed = System.nanoTime();
    System.out.println("ReconcilerTest seed " + seed);
    int starts = 0;
    for (int fleet = 0; fleet < FLEETS; fleet++) {
      starts += run(seed + fleet);
    }
    assertThat(starts).as("the simulation does something").isGreaterThan(FLEETS);
  }

  private static int run(long seed) {
    var random = new Random(seed);
    var fleet = new SimulatedFleet(random, CONFIG);
    List<Leaders> leaders = new ArrayList<>();
    List<Reconciler> replicas = new ArrayList<>();
    List<Demand> demands = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      Demand demand = new Demand(fleet);
      demands.add(demand);
      replicas.add(
          new Reconciler(
              fleet, CONFIG, () -> fleet.environments, fleet, fleet, demand, new Leaders(leaders)));
    }
    try {
      trouble(random, fleet, leaders, replicas, demands);
      settle(random, fleet, leaders, replicas);
      assertAtRest(seed, fleet);
    } catch (AssertionError failure) {
      throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
    }
    return fleet.starts;
  }

  private static void trouble(
      Random random,
      SimulatedFleet fleet,
      List<Leaders> leaders,
      List<Reconciler> replicas,
      List<Demand> demands) {
    for (int step = 0; step < STEPS; step++) {
      for (Leaders one : leaders) {
        // Now and then nobody leads, or several believe that they do.
        one.leads = random.nextInt(leaders.size()) == 0;
      }
      if (random.nextInt(4) == 0) {
        demands
            .get(random.nextInt(demands.size()))
            .note(fleet.environments.get(random.nextInt(fleet.environments.size())));
      }
      fleet.pass(time(random));
      fleet.happen();
      replicas.forEach(ReconcilerTest::round);
    }
  }

  /// Mostly a second or so; now and then the clock jumps, also back.
  private static Duration time(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> Duration.ofHours(2);
      case 1 -> Duration.ofSeconds(-20);
      default -> Duration.ofMillis(200 + random.nextInt(2000));
    };
  }

  private static void settle(
      Random random, SimulatedFleet fleet, List<Leaders> leaders, List<Reconciler> replicas) {
    fleet.fails = false;
    int leader = random.nextInt(leaders.size());
    leaders.forEach(one -> one.leads = leaders.indexOf(one) == leader);
    for (int step = 0; step < 600; step++) {
      fleet.pass(Duration.ofSeconds(1));
      fleet.happen();
      fleet.rest();
      replicas.forEach(ReconcilerTest::round);
    }
  }

  private static void round(Reconciler replica) {
    try {
      replica.round();
    } catch (IllegalStateException failed) {
      assertThat(failed).hasMessageStartingWith("chance");
    }
  }

  private static void assertAtRest(long seed, SimulatedFleet fleet) {
    Environment first = fleet.environments.getFirst();
    assertThat(fleet.list())
        .as("seed %d, members %s", seed, fleet.all())
        .singleElement()
        .satisfies(process -> {
          assertThat(process.environment()).isEqualTo(first.id());
          assertThat(process.phase()).isEqualTo(Phase.RUNNING);
        });
    assertThat(fleet.all())
        .as("seed %d", seed)
        .singleElement()
        .extracting(ObservedMember::state)
        .isInstanceOf(MemberState.Online.class);
  }

  @Test
  void anotherEnvironmentsWorkerComesWithItsFirstQueryAndGoesWhenIdle() {
    var fleet = quiet();
    Environment second = fleet.environments.get(1);
    var demand = new Demand(fleet);
    var reconciler = reconciler(fleet, demand, Leadership.alone());
    pass(fleet, reconciler, 5);
    assertThat(slugs(fleet)).containsExactly("hosted-1");

    demand.note(second);
    pass(fleet, reconciler, 10);
    assertThat(slugs(fleet)).containsExactly("hosted-1", "hosted-2");

    pass(fleet, reconciler, 170);
    assertThat(slugs(fleet)).containsExactly("hosted-1", "hosted-2");
    demand.note(second);
    pass(fleet, reconciler, 170);
    assertThat(slugs(fleet)).containsExactly("hosted-1", "hosted-2");
    pass(fleet, reconciler, 60);
    assertThat(slugs(fleet)).containsExactly("hosted-1");
  }

  @Test
  void workerWithSessionsStays() {
    var fleet = quiet();
    Environment second = fleet.environments.get(1);
    var demand = new Demand(fleet);
    var reconciler = reconciler(fleet, demand, Leadership.alone());
    demand.note(second);
    for (int i = 0; i < 600; i++) {
      fleet.pass(Duration.ofSeconds(1));
      fleet.happen();
      fleet.rest();
      fleet.load(second, new Load(0, 0, 0, 1, 0));
      reconciler.round();
    }
    assertThat(slugs(fleet)).containsExactly("hosted-1", "hosted-2");
    pass(fleet, reconciler, 60);
    assertThat(slugs(fleet)).containsExactly("hosted-1");
  }

  @Test
  void leaderHearsWhatIsWantedAtAnother() {
    var fleet = quiet();
    List<Leaders> leaders = new ArrayList<>();
    var here = new Demand(fleet);
    var follower = reconciler(fleet, here, new Leaders(leaders));
    var leader = reconciler(fleet, new Demand(fleet), new Leaders(leaders));
    leaders.get(1).leads = true;
    here.note(fleet.environments.get(1));
    follower.round();
    leader.round();
    assertThat(slugs(fleet)).containsExactly("hosted-1", "hosted-2");
  }

  private static SimulatedFleet quiet() {
    for (long seed = 1; ; seed++) {
      var fleet = new SimulatedFleet(new Random(seed), CONFIG);
      if (fleet.environments.size() > 1) {
        fleet.fails = false;
        return fleet;
      }
    }
  }

  private static Reconciler reconciler(SimulatedFleet fleet, Demand demand, Leadership leadership) {
    return new Reconciler(
        fleet, CONFIG, () -> fleet.environments, fleet, fleet, demand, leadership);
  }

  private static void pass(SimulatedFleet fleet, Reconciler reconciler, int seconds) {
    for (int i = 0; i < seconds; i++) {
      fleet.pass(Duration.ofSeconds(1));
      fleet.happen();
      fleet.rest();
      reconciler.round();
    }
  }

  private static List<String> slugs(SimulatedFleet fleet) {
    return fleet.list().stream().map(HostedProcess::slug).toList();
  }
}
