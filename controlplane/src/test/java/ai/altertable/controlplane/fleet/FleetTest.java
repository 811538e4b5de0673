package ai.altertable.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.foundation.placement.WorkerAddress;
import ai.altertable.foundation.placement.WorkerAddress.Door.UnixSocket;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FleetTest {
  private final Environment production = new Environment(UUID.randomUUID(), "production");
  private final Environment staging = new Environment(UUID.randomUUID(), "staging");
  private final Fleet fleet = new Fleet();

  @Test
  void withoutWorkersRequestsAreRefusedForAWhile() {
    assertThat(fleet.place(production))
        .asInstanceOf(type(Refused.class))
        .satisfies(refused -> {
          assertThat(refused.code()).isEqualTo(ErrorCode.WORKER_UNAVAILABLE);
          assertThat(refused.reason()).contains("production", "try again");
          assertThat(refused.retryAfter()).isPositive();
        });
  }

  @Test
  void workersTakeTurns() {
    fleet.workerUp(production, worker("one"));
    fleet.workerUp(production, worker("two"));
    assertThat(fleet.place(production)).isNotEqualTo(fleet.place(production));
  }

  @Test
  void workerOfAnotherEnvironmentIsNeverChosen() {
    fleet.workerUp(staging, worker("one"));
    assertThat(fleet.place(production)).isInstanceOf(Refused.class);
    assertThat(fleet.place(staging)).isEqualTo(new Placed(worker("one")));
  }

  @Test
  void workerThatWentDownIsNotChosen() {
    fleet.workerUp(production, worker("one"));
    fleet.workerUp(production, worker("two"));
    fleet.workerDown("one");
    for (int i = 0; i < 4; i++) {
      assertThat(fleet.place(production)).isEqualTo(new Placed(worker("two")));
    }
    fleet.workerDown("two");
    assertThat(fleet.place(production)).isInstanceOf(Refused.class);
  }

  @Test
  void workerThatCameBackElsewhereReplacesItself() {
    WorkerAddress moved =
        new WorkerAddress(new UUID(0, 1), "one", new UnixSocket(Path.of("moved.sock")));
    fleet.workerUp(production, worker("one"));
    fleet.workerUp(production, moved);
    assertThat(fleet.place(production)).isEqualTo(new Placed(moved));
    assertThat(fleet.place(production)).isEqualTo(new Placed(moved));
  }

  private static WorkerAddress worker(String slug) {
    return new WorkerAddress(
        new UUID(0, slug.hashCode()), slug, new UnixSocket(Path.of(slug + ".sock")));
  }
}
