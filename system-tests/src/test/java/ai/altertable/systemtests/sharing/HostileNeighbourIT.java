package ai.altertable.systemtests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Answer;
import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Query;
import ai.altertable.systemtests.harness.RawClient;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One user does what they can to keep the worker busy; another one's small statements are answered
/// all the same.
@SystemTest
@Tag("alone")
final class HostileNeighbourIT {
  private static final Duration WATCHED = Duration.ofSeconds(12);
  private static final Duration P99_MAX = Duration.ofSeconds(2);
  private static final int ATTACKERS = 40;

  private static final Attack CROSS_JOINS =
      attacker ->
          attacker.query(
              "SELECT count(*) FROM range(3000000) a(i), range(3000000) b(j) WHERE i + j = 7");
  private static final Attack SORTS =
      attacker ->
          attacker.query("SELECT i FROM range(100000000) t(i) ORDER BY hash(i) OFFSET 99999999");
  private static final Attack SESSIONS =
      attacker ->
          attacker.query(Query.of("SET VARIABLE mine = 1").session(UUID.randomUUID().toString()));
  private static final Attack TEMPORARY_TABLES =
      attacker ->
          attacker.query(
              Query.of(
                      "CREATE TEMP TABLE heap AS SELECT i, repeat('x', 500) x FROM range(200000) t(i)")
                  .session(UUID.randomUUID().toString()));
  private static final String DELIVERING =
      "SELECT i, repeat('x', 200) AS x FROM range(10000000000) t(i)";

  private final AtomicBoolean over = new AtomicBoolean();
  private final List<RawClient> clients = new ArrayList<>();

  @AfterEach
  void endAttack() {
    over.set(true);
    clients.forEach(RawClient::reset);
  }

  @Test
  void crossJoinsHoldNobodyUp(RunningServer server) {
    requireServed(server, CROSS_JOINS);
  }

  @Test
  void giantSortsHoldNobodyUp(RunningServer server) {
    requireServed(server, SORTS);
  }

  @Test
  void tenThousandSessionsHoldNobodyUp(RunningServer server) {
    requireServed(server, SESSIONS);
  }

  @Test
  void temporaryTablesHoldNobodyUp(RunningServer server) {
    requireServed(server, TEMPORARY_TABLES);
  }

  @Test
  void readersWhoDoNotReadHoldNobodyUp(RunningServer server) {
    stopReading(server);
    requireAnswers(server);
  }

  @Test
  @Tag("slow")
  void allOfItTogetherHoldsNobodyUp(RunningServer server) {
    stopReading(server);
    requireServed(server, CROSS_JOINS, SORTS, SESSIONS, TEMPORARY_TABLES);
  }

  private void stopReading(RunningServer server) {
    Http attacker = server.http(Launch.OTHER_USER);
    for (int i = 0; i < 100; i++) {
      clients.add(RawClient.connect(attacker).post(Query.of(DELIVERING)));
    }
  }

  /// An attack that is made again and again, by many at once; how it ends is the attacker's affair.
  private interface Attack {
    Answer make(Http attacker);
  }

  /// Attackers make the attacks in turn.
  private void requireServed(RunningServer server, Attack... attacks) {
    Http attacker = server.http(Launch.OTHER_USER);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    for (int i = 0; i < ATTACKERS; i++) {
      Attack attack = attacks[i % attacks.length];
      threads.execute(() -> {
        while (!over.get()) {
          attempt(attack, attacker);
        }
      });
    }
    Wait.pause(Duration.ofSeconds(1));
    requireAnswers(server);
    over.set(true);
    threads.shutdownNow();
  }

  private static void attempt(Attack attack, Http attacker) {
    try {
      attack.make(attacker);
    } catch (RuntimeException | AssertionError refusedOrBroken) {
      // It is to be answered somehow; by what is the business of other tests.
    }
  }

  private static void requireAnswers(RunningServer server) {
    Http victim = server.http();
    victim
        .query(
            "CREATE TABLE IF NOT EXISTS small AS SELECT i AS id, 'n' || i AS name FROM range(1000) t(i)")
        .orFail();
    List<Duration> times = new ArrayList<>();
    long end = System.nanoTime() + WATCHED.toNanos();
    for (int i = 0; System.nanoTime() - end < 0; i++) {
      long begin = System.nanoTime();
      if (i % 2 == 0) {
        assertThat(victim.query("SELECT 1").orFail().number()).isEqualTo(1);
      } else {
        assertThat(victim.query("SELECT name FROM small WHERE id = " + i % 1000).orFail().value())
            .isEqualTo("n" + i % 1000);
      }
      times.add(Duration.ofNanos(System.nanoTime() - begin));
    }
    times.sort(null);
    Duration p99 = times.get((int) Math.ceil(0.99 * times.size()) - 1);
    System.out.printf(
        "%d statements, p50 %d ms, p99 %d ms, max %d ms%n",
        times.size(),
        times.get(times.size() / 2).toMillis(),
        p99.toMillis(),
        times.getLast().toMillis());
    assertThat(p99).isLessThanOrEqualTo(P99_MAX);
    assertThat(times).hasSizeGreaterThan(20);
  }
}
