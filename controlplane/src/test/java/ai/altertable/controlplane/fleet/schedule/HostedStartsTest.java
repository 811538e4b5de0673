package ai.altertable.controlplane.fleet.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.Placement.Starting;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostedStartsTest {
  private static final Environment HERE = new Environment(new UUID(1, 1), "production");
  private static final Environment THERE = new Environment(new UUID(1, 2), "staging");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Attempts attempts = Attempts.NONE;
  private final AtomicInteger wanted = new AtomicInteger();
  private final Demand demand = new Demand(() -> now);
  private final HostedStarts starts = new HostedStarts(() -> now, demand, () -> attempts);

  HostedStartsTest() {
    demand.onWant(wanted::incrementAndGet);
  }

  private static Starting starting(Placement placement) {
    assertThat(placement).isInstanceOf(Starting.class);
    return (Starting) placement;
  }

  private CompletionStage<Void> await(Environment environment) {
    return starting(starts.absent(environment)).settled();
  }

  private static boolean isOver(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone();
  }

  private static Candidate candidate(Environment environment) {
    var address =
        new WorkerAddress(new UUID(2, 1), "hosted-1", new Door.UnixSocket(Path.of("socket")));
    return new Candidate(address, environment.id(), Candidate.Readiness.DRAINING, Load.NONE);
  }

  @Test
  void whoWantsAnEnvironmentWithoutAWorkerHasOneStarted() {
    Starting starting = starting(starts.absent(HERE));
    assertThat(wanted).hasValue(1);
    assertThat(demand.lastWork()).containsEntry(HERE.id(), now);
    assertThat(starting.refused().code()).isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
    assertThat(starting.refused().reason())
        .contains("a worker of the environment 'production' is being started");
    assertThat(starting.refused().retryAfter()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void allWhoWaitAreLetGoWhenItHasAWorkerAndNobodyElse() {
    CompletionStage<Void> one = await(HERE);
    CompletionStage<Void> other = await(HERE);
    CompletionStage<Void> elsewhere = await(THERE);
    starts.settle(List.of());
    assertThat(isOver(one)).isFalse();

    starts.settle(List.of(candidate(HERE)));

    assertThat(isOver(one)).isTrue();
    assertThat(isOver(other)).isTrue();
    assertThat(isOver(elsewhere)).isFalse();
    assertThat(isOver(await(HERE))).as("who comes when it has gone again").isFalse();
  }

  @Test
  void whoWaitsIsLetGoWhenTheStartFailsAndToldHowLongItTakes() {
    CompletionStage<Void> waiting = await(HERE);
    attempts = attempts.failed(HERE.id(), now).failed(HERE.id(), now).failed(HERE.id(), now);

    starts.settle(List.of());

    assertThat(isOver(waiting)).isTrue();
    assertThat(starts.absent(HERE))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
              assertThat(refused.reason()).contains("cannot be started", "try again in 4 s");
              assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(4));
            });
  }

  @Test
  void afterTheWaitItIsBeingStartedAgain() {
    attempts = attempts.failed(HERE.id(), now);
    assertThat(starts.absent(HERE)).isInstanceOf(Refused.class);
    now = now.plusSeconds(1);
    CompletionStage<Void> waiting = await(HERE);
    starts.settle(List.of());
    assertThat(isOver(waiting)).as("an earlier failure ends no wait").isFalse();
  }

  @Test
  void demandIsNotedAlsoOfOneThatIsRefused() {
    attempts = attempts.failed(HERE.id(), now);
    assertThat(starts.absent(HERE)).isInstanceOf(Refused.class);
    assertThat(wanted).hasValue(1);
  }
}
