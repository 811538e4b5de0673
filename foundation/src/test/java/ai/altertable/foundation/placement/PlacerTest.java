package ai.altertable.foundation.placement;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.session.SessionId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacerTest {
  private static final long GIB = 1L << 30;

  private final Environment production = new Environment(UUID.randomUUID(), "production");
  private final Environment staging = new Environment(UUID.randomUUID(), "staging");
  private final Placer placer = new Placer();

  @Test
  void lessBurdenedWorkerInRelationToItsSizeIsChosen() {
    placer.candidates(
        List.of(ready("small", load(2, 1, GIB)), ready("large", load(6, 2, 4 * GIB))));
    assertThat(slug(PlacementRequest.of(production))).isEqualTo("large");
  }

  @Test
  void idleWorkersShareWhatComesBeforeTheyTellTheirLoad() {
    placer.candidates(List.of(ready("a"), ready("b"), ready("c")));
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      counts.merge(slug(PlacementRequest.of(production)), 1, Integer::sum);
    }
    assertThat(counts).isEqualTo(Map.of("a", 100, "b", 100, "c", 100));
  }

  @Test
  void sessionsStayWhereTheyAreWhenWorkersComeAndWhenTheirOwnIsDrained() {
    placer.candidates(List.of(ready("a"), ready("b")));
    Map<SessionId, String> before = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      var session = new SessionId("session " + i);
      before.put(session, slug(of(session)));
    }
    assertThat(before.values()).contains("a", "b");
    placer.candidates(List.of(ready("a"), in(production, "b", Readiness.DRAINING), ready("c")));
    before.forEach((session, slug) -> assertThat(slug(of(session))).isEqualTo(slug));
  }

  @Test
  void sessionMovesWhenItsWorkerIsGone() {
    placer.candidates(List.of(ready("a")));
    assertThat(slug(of(new SessionId("s")))).isEqualTo("a");
    placer.candidates(List.of(ready("b")));
    assertThat(slug(of(new SessionId("s")))).isEqualTo("b");
    placer.candidates(List.of(ready("a"), ready("b")));
    assertThat(slug(of(new SessionId("s")))).isEqualTo("b");
  }

  @Test
  void gatewaysAgreeOnSessionsThatTheyHaveNotSeen() {
    var other = new Placer();
    List<Candidate> workers = List.of(ready("a"), ready("b"), ready("c"));
    placer.candidates(workers);
    other.candidates(workers.reversed());
    for (int i = 0; i < 200; i++) {
      PlacementRequest request = of(new SessionId("s" + i));
      assertThat(other.place(request)).isEqualTo(placer.place(request));
    }
  }

  @Test
  void newcomerTakesOnlyItsShareOfUnknownSessions() {
    List<Candidate> two = List.of(ready("hosted-1"), ready("hosted-2"));
    List<Candidate> three = List.of(ready("hosted-1"), ready("hosted-2"), ready("hosted-3"));
    int moved = 0;
    for (int i = 0; i < 900; i++) {
      PlacementRequest request = of(new SessionId("s" + i));
      Optional<Candidate> before = chosen(two, request);
      Optional<Candidate> after = chosen(three, request);
      if (!before.equals(after)) {
        assertThat(after.map(Candidate::slug)).contains("hosted-3");
        moved++;
      }
    }
    assertThat(moved).isBetween(240, 360);
  }

  @Test
  void workersThatOnlyDrainSaySo() {
    placer.candidates(List.of(in(production, "a", Readiness.DRAINING)));
    assertThat(placer.place(production))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.WORKER_DRAINING));
  }

  @Test
  void environmentWithoutWorkersIsLeftToTheOneWhoStartsThem() {
    Placement starting = new Refused(ErrorCode.WORKER_UNAVAILABLE, "x", Duration.ZERO);
    var asking = new Placer(_ -> starting);
    asking.candidates(List.of(in(staging, "a", Readiness.READY)));
    assertThat(asking.place(production)).isEqualTo(starting);
    assertThat(asking.place(staging)).isInstanceOf(Placed.class);
  }

  @Test
  void rulesHoldInAnyFleet() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int fleet = 0; fleet < 2_000; fleet++) {
      List<Candidate> all = new ArrayList<>();
      for (int i = 0; i < random.nextInt(7); i++) {
        all.add(
            new Candidate(
                address("w" + i),
                (random.nextBoolean() ? production : staging).id(),
                List.of(Readiness.values()).get(random.nextInt(3)),
                load(random.nextInt(4), random.nextInt(4), random.nextInt(3) * GIB)));
      }
      placer.candidates(all);
      for (int i = 0; i < 10; i++) {
        check(seed, all, random);
      }
    }
  }

  private void check(long seed, List<Candidate> all, Random random) {
    PlacementRequest request =
        new PlacementRequest(
            random.nextBoolean() ? production : staging,
            random.nextBoolean()
                ? Optional.of(new SessionId("s" + random.nextInt(50)))
                : Optional.empty(),
            Set.of("w" + random.nextInt(7)));
    List<Candidate> own =
        all.stream()
            .filter(one -> one.environment().equals(request.environment().id()))
            .filter(one -> !request.avoided().contains(one.slug()))
            .toList();
    boolean possible = own.stream().anyMatch(one -> one.readiness() != Readiness.DRAINING);
    if (placer.place(request) instanceof Placed(WorkerAddress worker)) {
      Candidate chosen =
          own.stream().filter(one -> one.address().equals(worker)).findFirst().orElseThrow();
      assertThat(request.session().isPresent() || chosen.readiness() != Readiness.DRAINING)
          .as("nothing new goes to a worker that is drained, seed %d", seed)
          .isTrue();
      boolean ready = own.stream().anyMatch(one -> one.readiness() == Readiness.READY);
      assertThat(request.session().isPresent() || !ready || chosen.readiness() == Readiness.READY)
          .as("a silent worker is the last choice, seed %d", seed)
          .isTrue();
    } else {
      assertThat(possible).as("seed %d, %s in %s", seed, request, all).isFalse();
    }
  }

  private static Optional<Candidate> chosen(List<Candidate> workers, PlacementRequest request) {
    return new Choice(workers, _ -> 0).choose(request, Optional.empty(), 0);
  }

  private PlacementRequest of(SessionId session) {
    return PlacementRequest.of(production, Optional.of(session));
  }

  private String slug(PlacementRequest request) {
    return ((Placed) placer.place(request)).worker().slug();
  }

  private Candidate ready(String slug) {
    return in(production, slug, Readiness.READY);
  }

  private Candidate ready(String slug, Load load) {
    return new Candidate(address(slug), production.id(), Readiness.READY, load);
  }

  private static Candidate in(Environment environment, String slug, Readiness readiness) {
    return new Candidate(address(slug), environment.id(), readiness, Load.NONE);
  }

  private static Load load(int running, int queued, long memoryMax) {
    return new Load(running, queued, 0, 0, memoryMax);
  }

  private static WorkerAddress address(String slug) {
    return new WorkerAddress(
        new UUID(0, slug.hashCode()), slug, new WorkerAddress.Door.UnixSocket(Path.of(slug)));
  }
}
