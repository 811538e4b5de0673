package ai.altertable.engine.lakehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.engine.EngineEvents;
import ai.altertable.foundation.catalog.ManagedDatabase;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.testing.TestPostgres;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WriteLeaseTest {
  private static final Interruption NEVER = () -> {};
  private static final UUID ADA = UUID.randomUUID();

  private TestPostgres postgres;
  private ManagedDatabase database;

  @BeforeAll
  void start() {
    postgres = TestPostgres.start();
    database = postgres.createLake("lake", Path.of("objects"));
  }

  @AfterAll
  void stop() {
    postgres.close();
  }

  @Test
  void onlyOneOfTwoWorkersHoldsIt() throws Exception {
    try (WriteLeases one = new WriteLeases(postgres.metadata(), EngineEvents.NONE);
        WriteLeases two = new WriteLeases(postgres.metadata(), EngineEvents.NONE)) {
      one.of(database).acquire(ADA, NEVER);
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(() -> two.of(database).acquire(ADA, NEVER));
      TimeUnit.MILLISECONDS.sleep(600);
      assertThat(other).isNotDone();
      one.of(database).release();
      other.get(5, TimeUnit.SECONDS);
      two.of(database).release();
    }
  }

  @Test
  void oneWorkersSessionsTakeTurns() throws Exception {
    try (WriteLeases leases = new WriteLeases(postgres.metadata(), EngineEvents.NONE)) {
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger turns = new AtomicInteger();
      CompletableFuture<?>[] writers = new CompletableFuture<?>[8];
      for (int i = 0; i < writers.length; i++) {
        writers[i] = CompletableFuture.runAsync(() -> takeTurns(leases, inside, turns));
      }
      CompletableFuture.allOf(writers).get(30, TimeUnit.SECONDS);
      assertThat(turns).hasValue(200);
    }
  }

  private void takeTurns(WriteLeases leases, AtomicInteger inside, AtomicInteger turns) {
    for (int turn = 0; turn < 25; turn++) {
      leases.of(database).acquire(ADA, NEVER);
      assertThat(inside.incrementAndGet()).isEqualTo(1);
      inside.decrementAndGet();
      turns.incrementAndGet();
      leases.of(database).release();
    }
  }

  @Test
  void lostConnectionFreesItForOthersAndItsHolderGoesOn() {
    try (WriteLeases one = new WriteLeases(postgres.metadata(), EngineEvents.NONE);
        WriteLeases two = new WriteLeases(postgres.metadata(), EngineEvents.NONE)) {
      one.of(database).acquire(ADA, NEVER);
      postgres.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
              + database.owner().role()
              + "'");
      two.of(database).acquire(ADA, NEVER);
      two.of(database).release();
      one.of(database).release();
      one.of(database).acquire(ADA, NEVER);
      one.of(database).release();
    }
  }

  @Test
  void waitingEndsWhenItIsInterrupted() {
    try (WriteLeases one = new WriteLeases(postgres.metadata(), EngineEvents.NONE);
        WriteLeases two = new WriteLeases(postgres.metadata(), EngineEvents.NONE)) {
      one.of(database).acquire(ADA, NEVER);
      AtomicInteger checks = new AtomicInteger();
      Interruption afterThree =
          () -> {
            if (checks.incrementAndGet() > 3) {
              throw new PlatformException(ErrorCode.QUERY_CANCELLED, "enough");
            }
          };
      assertThatThrownBy(() -> two.of(database).acquire(ADA, afterThree)).hasMessage("enough");
      one.of(database).release();
      two.of(database).acquire(ADA, NEVER);
      two.of(database).release();
    }
  }
}
