package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.RestartPolicy;
import ai.altertable.launcher.process.RollingLogFile;
import ai.altertable.launcher.process.SupervisedProcess;
import ai.altertable.launcher.process.Supervisor;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts one server and waits until it answers.
record PostgresStart(
    PostgresServer server,
    PostgresEndpoint endpoint,
    Leftovers leftovers,
    Supervisor supervisor,
    Consumer<String> progress) {
  private static final Duration FIRST_POLL = Duration.ofMillis(20);
  private static final Duration LAST_POLL = Duration.ofSeconds(1);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

  /// What became of it.
  sealed interface Outcome {
    record Answers(SupervisedProcess process, RollingLogFile logFile) implements Outcome {}

    /// It ended before it answered; nothing runs any more.
    record Died(StartupDiagnosis diagnosis, String exit) implements Outcome {}
  }

  /// @throws StartupFailure when it neither answers nor ends in time; nothing runs any more
  Outcome run() throws InterruptedException {
    RollingLogFile logFile =
        RollingLogFile.at(server.logFile(), server.config().logFormat().ofPostgres());
    PostgresLife life = new PostgresLife(server, leftovers, logFile);
    SupervisedProcess process =
        supervisor.start("postgres", life, RestartPolicy.persistent(), life);
    boolean answers = false;
    try {
      Optional<PostgresLife.Death> death = awaitAnswer(life);
      if (death.isPresent()) {
        StartupDiagnosis diagnosis = StartupDiagnosis.of(death.get().lines());
        return new Outcome.Died(diagnosis, death.get().exit());
      }
      life.answered();
      answers = true;
      return new Outcome.Answers(process, logFile);
    } finally {
      if (!answers) {
        process.close();
        logFile.close();
      }
    }
  }

  /// @return how the server ended before it answered; empty when it answers
  private Optional<PostgresLife.Death> awaitAnswer(PostgresLife life) throws InterruptedException {
    long begin = System.nanoTime();
    Duration told = Duration.ZERO;
    Duration poll = FIRST_POLL;
    while (true) {
      switch (Readiness.of(endpoint, server.cluster())) {
        case Readiness.Ready _ -> {
          return Optional.empty();
        }
        case Readiness.Refused _ -> throw refused();
        case Readiness.NotYet notYet -> {
          Duration waited = Duration.ofNanos(System.nanoTime() - begin);
          if (waited.compareTo(server.config().readyWithin()) > 0) {
            throw late(notYet);
          }
          if (waited.minus(told).compareTo(PROGRESS_EVERY) > 0) {
            told = waited;
            progress.accept(waiting(life, notYet, waited));
          }
        }
      }
      Optional<PostgresLife.Death> death = life.deathWithin(poll);
      if (death.isPresent()) {
        return death;
      }
      poll = poll.compareTo(LAST_POLL) < 0 ? poll.multipliedBy(3).dividedBy(2) : LAST_POLL;
    }
  }

  private static String waiting(PostgresLife life, Readiness.NotYet notYet, Duration waited) {
    String what =
        life.recovers()
            ? "PostgreSQL was not shut down properly and recovers what was committed"
            : "Waiting for PostgreSQL (" + notYet.reason() + ")";
    return what + ", " + waited.toSeconds() + " s so far";
  }

  private StartupFailure refused() {
    return new StartupFailure(
        "PostgreSQL does not accept the password that is kept in " + server.config().keys() + ".",
        "Restore that directory from the backup that the cluster belongs to.");
  }

  private StartupFailure late(Readiness.NotYet notYet) {
    return new StartupFailure(
        "PostgreSQL does not answer after "
            + server.config().readyWithin().toSeconds()
            + " s: "
            + notYet.reason()
            + ".",
        "See " + server.logFile() + ".");
  }
}
