package ai.altertable.engine.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionGateTest {
  private static final UUID ADA = UUID.randomUUID();
  private static final UUID BOB = UUID.randomUUID();
  private static final Duration BUDGET = Duration.ofMillis(50);
  private static final Duration YOUNG = Duration.ofMillis(500);

  private final AtomicLong clock = new AtomicLong();
  private final FakeInstance instance = new FakeInstance();

  /// At most 3 statements, 2 of one principal, 2 more waiting; 1 long one computes.
  private final AdmissionGate gate = gate(3, 1);

  private AdmissionGate gate(int statements, int longMax) {
    return new AdmissionGate(
        new AdmissionConfig(
            2,
            statements,
            statements - 1,
            2,
            Duration.ofSeconds(30),
            longMax,
            BUDGET,
            YOUNG,
            Duration.ofMillis(200),
            Duration.ofSeconds(10)),
        clock::get,
        clock::get);
  }

  private static void unchecked() {}

  private Admitted enter(UUID principal) {
    return gate.enter(principal, instance, false, AdmissionGateTest::unchecked);
  }

  private static <T> CompletableFuture<T> aside(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }

  private static void assertWaits(CompletableFuture<?> future) {
    assertThatThrownBy(() -> future.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /// A statement that has computed for longer than the budget in its first step.
  private Admitted enterLong(UUID principal) {
    Admitted statement = enter(principal);
    statement.begin(AdmissionGateTest::unchecked);
    pass(BUDGET.plusMillis(1));
    return statement;
  }

  /// A long one that has its turn.
  private Admitted computing(UUID principal) {
    Admitted statement = enterLong(principal);
    statement.goOn(AdmissionGateTest::unchecked);
    return statement;
  }

  @Test
  void statementWaitsUntilOneOfItsPrincipalHasLeft() throws Exception {
    Admitted first = enter(ADA);
    enter(ADA);
    CompletableFuture<Admitted> third = aside(() -> enter(ADA));
    assertWaits(third);

    enter(BOB).close();
    first.close();

    assertThat(third.get()).isNotNull();
  }

  @Test
  void principalWithFewerStatementsGoesFirst() throws Exception {
    UUID eve = UUID.randomUUID();
    Admitted last = enter(ADA);
    enter(ADA);
    enter(BOB);
    CompletableFuture<Admitted> second = aside(() -> enter(BOB));
    assertWaits(second);
    CompletableFuture<Admitted> ofEve = aside(() -> enter(eve));
    assertWaits(ofEve);

    last.close();

    assertThat(ofEve.get().instance()).isSameAs(instance);
    assertWaits(second);
    ofEve.get().close();
    assertThat(second.get()).isNotNull();
  }

  @Test
  void queueThatIsFullRefuses() {
    enter(ADA);
    enter(ADA);
    List<CompletableFuture<Admitted>> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiting.add(aside(() -> enter(ADA)));
      assertWaits(waiting.getLast());
    }

    assertThatThrownBy(() -> enter(ADA))
        .isInstanceOfSatisfying(
            PlatformException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_STATEMENTS))
        .hasMessageContaining("2 statements of yours");
    assertThat(enter(BOB)).isNotNull();
  }

  @Test
  void whoHasWaitedTooLongIsRefused() {
    enter(ADA);
    enter(ADA);
    CompletableFuture<Admitted> third = aside(() -> enter(ADA));
    assertWaits(third);

    pass(Duration.ofSeconds(31));

    assertThatThrownBy(third::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("try again later");
  }

  @Test
  void whoIsStoppedLeavesTheQueue() throws Exception {
    Admitted first = enter(ADA);
    enter(ADA);
    AtomicBoolean stopped = new AtomicBoolean();
    Runnable check =
        () -> {
          if (stopped.get()) {
            throw new PlatformException(ErrorCode.QUERY_CANCELLED, "cancelled");
          }
        };
    CompletableFuture<Admitted> unwanted = aside(() -> gate.enter(ADA, instance, false, check));
    assertWaits(unwanted);
    CompletableFuture<Admitted> next = aside(() -> enter(ADA));
    assertWaits(next);

    stopped.set(true);
    assertThatThrownBy(unwanted::get).hasMessageContaining("cancelled");
    first.close();

    assertThat(next.get()).isNotNull();
  }

  @Test
  void whoHoldsWhatOthersWaitForIsLetInRegardless() {
    enter(ADA);
    enter(ADA);
    enter(BOB);

    assertThat(gate.enter(ADA, instance, true, AdmissionGateTest::unchecked)).isNotNull();
  }

  @Test
  void closingTwiceGivesOnePlaceBack() {
    Admitted first = enter(ADA);
    enter(ADA);
    first.close();
    first.close();

    enter(ADA);
    assertWaits(aside(() -> enter(ADA)));
  }

  /// Rows that nobody asks for from now on.
  private AtomicBoolean stalledRows(UUID principal) {
    Admitted stalled = enter(principal);
    stalled.begin(AdmissionGateTest::unchecked);
    stalled.pause();
    AtomicBoolean givenUp = new AtomicBoolean();
    stalled.streams(() -> {
      givenUp.set(true);
      stalled.close();
    });
    return givenUp;
  }

  @Test
  void readerThatStallsLosesItsRowsOnlyWhenOthersWait() throws Exception {
    AtomicBoolean givenUp = stalledRows(ADA);
    enter(ADA);
    enter(BOB);
    pass(Duration.ofSeconds(9));
    CompletableFuture<Admitted> waiting = aside(() -> enter(BOB));
    assertWaits(waiting);
    assertThat(givenUp).isFalse();

    pass(Duration.ofSeconds(2));

    assertThat(waiting.get()).isNotNull();
    assertThat(givenUp).isTrue();
  }

  @Test
  void ownStalledRowsAreGivenUpWhenOnlyOnesOwnPlacesAreTaken() throws Exception {
    AtomicBoolean givenUp = stalledRows(ADA);
    enter(ADA);
    CompletableFuture<Admitted> waiting = aside(() -> enter(ADA));
    assertWaits(waiting);
    assertThat(givenUp).isFalse();

    pass(Duration.ofSeconds(11));

    assertThat(waiting.get()).isNotNull();
    assertThat(givenUp).isTrue();
  }

  @Test
  void nobodyElseLosesRowsToWhomTakesAllOfItsPlaces() throws Exception {
    AtomicBoolean ofBob = stalledRows(BOB);
    enter(ADA);
    Admitted last = enter(ADA);
    pass(Duration.ofSeconds(11));
    CompletableFuture<Admitted> waiting = aside(() -> enter(ADA));
    assertWaits(waiting);

    last.close();

    assertThat(waiting.get()).isNotNull();
    assertThat(ofBob).isFalse();
  }

  @Test
  void rowsThatAreBeingFetchedAreNotGivenUp() {
    Admitted busy = enter(ADA);
    busy.streams(() -> {
      throw new AssertionError("given up");
    });
    busy.begin(AdmissionGateTest::unchecked);
    enter(ADA);
    enter(BOB);
    pass(Duration.ofSeconds(20));

    assertWaits(aside(() -> enter(BOB)));
  }

  @Test
  void longStatementPausesWhileAnotherOneComputes() throws Exception {
    Admitted first = computing(ADA);
    Admitted second = enterLong(BOB);
    CompletableFuture<Boolean> resumed = resumed(second);
    assertWaits(resumed);

    Admitted cheap = enter(BOB);
    cheap.begin(AdmissionGateTest::unchecked);
    cheap.goOn(AdmissionGateTest::unchecked);
    cheap.pause();

    first.pause();
    assertThat(resumed.get()).isTrue();
  }

  private static CompletableFuture<Boolean> resumed(Admitted statement) {
    return aside(() -> {
      statement.goOn(AdmissionGateTest::unchecked);
      return true;
    });
  }

  @Test
  void principalOfWhomNothingComputesWaitsForOneTurnOnly() throws Exception {
    Admitted stuck = computing(ADA);
    Admitted other = enterLong(ADA);
    CompletableFuture<Boolean> otherGoesOn = resumed(other);
    Admitted ofBob = enterLong(BOB);
    CompletableFuture<Boolean> bobGoesOn = resumed(ofBob);
    assertWaits(bobGoesOn);

    pass(Duration.ofMillis(201));

    assertThat(bobGoesOn.get()).isTrue();
    assertWaits(otherGoesOn);
    ofBob.pause();
    assertWaits(otherGoesOn);
    stuck.pause();
    assertThat(otherGoesOn.get()).isTrue();
  }

  @Test
  void longStatementGivesItsTurnToAPrincipalThatHasComputedLess() throws Exception {
    Admitted greedy = computing(ADA);
    pass(Duration.ofSeconds(1));
    Admitted modest = enterLong(BOB);
    CompletableFuture<Boolean> modestGoesOn = resumed(modest);
    assertWaits(modestGoesOn);

    CompletableFuture<Boolean> greedyGoesOn = resumed(greedy);

    assertThat(modestGoesOn.get()).isTrue();
    assertWaits(greedyGoesOn);
    modest.pause();
    assertThat(greedyGoesOn.get()).isTrue();
  }

  @Test
  void oldStatementsOfOnePrincipalFinishInTheirOrder() throws Exception {
    Admitted first = computing(ADA);
    Admitted second = enterLong(ADA);
    pass(YOUNG);
    CompletableFuture<Boolean> secondGoesOn = resumed(second);
    assertWaits(secondGoesOn);

    first.goOn(AdmissionGateTest::unchecked);
    pass(Duration.ofMillis(199));
    first.goOn(AdmissionGateTest::unchecked);
    assertWaits(secondGoesOn);

    first.pause();
    assertThat(secondGoesOn.get()).isTrue();
  }

  @Test
  void oldStatementGivesItsTurnToAYoungOneUntilThatIsOldToo() throws Exception {
    Admitted old = computing(ADA);
    pass(YOUNG);
    old.goOn(AdmissionGateTest::unchecked);
    Admitted young = enterLong(ADA);
    CompletableFuture<Boolean> youngGoesOn = resumed(young);
    assertWaits(youngGoesOn);

    CompletableFuture<Boolean> oldGoesOn = resumed(old);
    assertThat(youngGoesOn.get()).isTrue();
    assertWaits(oldGoesOn);

    pass(YOUNG);
    CompletableFuture<Boolean> agedGoesOn = resumed(young);
    assertThat(oldGoesOn.get()).isTrue();
    assertWaits(agedGoesOn);
    old.pause();
    assertThat(agedGoesOn.get()).isTrue();
  }

  @Test
  void youngStatementDoesNotWaitForTheLongTaskOfAnOldOne() throws Exception {
    Admitted stuck = computing(ADA);
    pass(YOUNG);
    stuck.goOn(AdmissionGateTest::unchecked);
    CompletableFuture<Boolean> youngGoesOn = resumed(enterLong(ADA));
    assertWaits(youngGoesOn);

    pass(Duration.ofMillis(51));

    assertThat(youngGoesOn.get()).isTrue();
  }

  @Test
  void oldStatementsLeaveOneProcessorToNewOnes() throws Exception {
    AdmissionGate wide = gate(4, 2);
    Admitted first = wide.enter(ADA, instance, false, AdmissionGateTest::unchecked);
    Admitted second = wide.enter(ADA, instance, false, AdmissionGateTest::unchecked);
    Admitted third = wide.enter(ADA, instance, false, AdmissionGateTest::unchecked);
    for (Admitted old : List.of(first, second)) {
      old.begin(AdmissionGateTest::unchecked);
      pass(YOUNG.plusMillis(1));
      old.goOn(AdmissionGateTest::unchecked);
    }

    third.begin(AdmissionGateTest::unchecked);
    CompletableFuture<Boolean> secondGoesOn = resumed(second);
    assertWaits(secondGoesOn);
    first.goOn(AdmissionGateTest::unchecked);

    third.pause();
    assertThat(secondGoesOn.get()).isTrue();
  }

  @Test
  void longStatementThatIsStoppedWhilePausedGivesNothingUp() throws Exception {
    Admitted first = computing(ADA);
    Admitted second = enterLong(BOB);
    AtomicBoolean stopped = new AtomicBoolean();
    CompletableFuture<Boolean> paused =
        aside(() -> {
          second.goOn(() -> {
            if (stopped.get()) {
              throw new PlatformException(ErrorCode.QUERY_CANCELLED, "cancelled");
            }
          });
          return true;
        });
    assertWaits(paused);
    stopped.set(true);
    assertThatThrownBy(paused::get).hasMessageContaining("cancelled");
    second.pause();
    second.close();

    first.pause();
    Admitted third = enterLong(BOB);
    assertThat(resumed(third).get()).isTrue();
  }

  @Test
  void spareProcessorHelpsTheOneThatComputesAlone() {
    Admitted first = enter(ADA);
    first.begin(AdmissionGateTest::unchecked);
    first.goOn(AdmissionGateTest::unchecked);
    assertThat(instance.helpers).as("of one that has hardly begun").hasValue(0);
    pass(Duration.ofMillis(1));
    first.goOn(AdmissionGateTest::unchecked);
    assertThat(instance.helpers).hasValue(1);

    FakeInstance other = new FakeInstance();
    Admitted second = gate.enter(BOB, other, false, AdmissionGateTest::unchecked);
    second.begin(AdmissionGateTest::unchecked);
    pass(Duration.ofMillis(1));
    second.goOn(AdmissionGateTest::unchecked);
    assertThat(instance.helpers).as("two drive two processors").hasValue(0);

    first.pause();
    second.goOn(AdmissionGateTest::unchecked);
    assertThat(other.helpers).as("the first one rests").hasValue(1);

    second.pause();
    second.close();
    assertThat(other.helpers).hasValue(0);
  }
}
