package ai.altertable.systemtests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writers whose metadata server and connections are cut under their hands: no row is lost, none
/// doubled, and nobody is told that it is hopeless.
@SystemTest
final class DisturbedWritersIT {
  private static final int WRITERS = 4;
  private static final String LEASES = "application_name = 'altertable write lease'";
  private static final String ENGINES =
      "backend_type = 'client backend' AND datname = 'lakehouse' AND application_name <> 'altertable write lease'";

  @Test
  void writersAreServedWhileTheirConnectionsAreCutAndPostgresRestarts(Program program) {
    disturb(program, 2);
  }

  @Test
  @Tag("slow")
  void writersAreServedThroughALongTimeOfDisturbances(Program program) {
    disturb(program, 15);
  }

  private static void disturb(Program program, int rounds) {
    History history = new History();
    AtomicInteger caught = new AtomicInteger();
    try (RunningServer server = program.start(Launch.in(program.newDirectory()))) {
      server.http().query(History.TABLE).orFail();
      Random random = new Random(42);
      try (Writers writers = new Writers(WRITERS, server.http(), history)) {
        for (int round = 0; round < rounds; round++) {
          phase(server, history, random, it -> it.postgres().cut(LEASES), 12);
          phase(server, history, random, it -> it.postgres().cut(ENGINES), 12);
          phase(server, history, random, it -> cutInCommit(it, caught), 4);
          phase(server, history, random, it -> killInCommit(it, caught), 1);
          phase(server, history, random, DisturbedWritersIT::restartPostgres, 1);
          phase(server, history, random, DisturbedWritersIT::killWorker, 1);
        }
        assertThat(writers).isNotNull();
      }
      System.out.printf(
          "%s; %d caught in mid-commit, of which %d had taken effect%n",
          history, caught.get(), takenEffect(server.workerLog()));
      assertThat(caught).hasPositiveValue();
      history.requireTrue(server.http());
      history.requireRetryableRefusals();
    }
  }

  private static void cutInCommit(RunningServer server, AtomicInteger caught) {
    if (server.postgres().catchCommit(true, Duration.ofSeconds(2)).isPresent()) {
      caught.incrementAndGet();
    }
  }

  /// So that its client never learns how the commit ended. All of PostgreSQL restarts then.
  private static void killInCommit(RunningServer server, AtomicInteger caught) {
    server
        .postgres()
        .catchCommit(false, Duration.ofSeconds(2))
        .ifPresent(pid -> {
          new Proc(pid).kill();
          caught.incrementAndGet();
        });
  }

  private static long takenEffect(String log) {
    return log.lines().filter(line -> line.contains("had taken effect")).count();
  }

  /// Disturbs some times, at moments that nobody can foresee, and then sees that writing goes on.
  private static void phase(
      RunningServer server,
      History history,
      Random random,
      Consumer<RunningServer> disturbance,
      int times) {
    for (int i = 0; i < times; i++) {
      Wait.pause(Duration.ofMillis(20 + random.nextInt(150)));
      disturbance.accept(server);
    }
    long before = history.acknowledged();
    Wait.until(
        Duration.ofSeconds(30),
        "writing goes on",
        () -> history.acknowledged() >= before + WRITERS);
  }

  /// By the way that `pg_ctl restart` takes: SIGINT, a fast shutdown. The server starts it again.
  private static void restartPostgres(RunningServer server) {
    long before = server.postmaster().pid();
    server.postmaster().signal("INT");
    Wait.until(
        Duration.ofSeconds(30),
        "PostgreSQL is back",
        () -> server.findPostmaster().filter(now -> now.pid() != before).isPresent());
  }

  private static void killWorker(RunningServer server) {
    server.worker().kill();
  }
}
