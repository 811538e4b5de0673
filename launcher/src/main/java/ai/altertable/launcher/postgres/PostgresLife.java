package ai.altertable.launcher.postgres;

import ai.altertable.launcher.process.ProcessListener;
import ai.altertable.launcher.process.ProcessSpec;
import ai.altertable.launcher.process.ProcessState;
import ai.altertable.launcher.process.RecentLines;
import ai.altertable.launcher.process.RollingLogFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the supervision of one server needs from us: the plan of each run, and an ear for what
/// becomes of it. Runs on the supervising thread; the lines come from the output's.
final class PostgresLife implements Supplier<ProcessSpec>, ProcessListener {
  private static final Logger log = LoggerFactory.getLogger(PostgresLife.class);
  private static final int RECENT_LINES_MAX = 200;
  private static final int QUOTED_LINES_MAX = 10;

  private final PostgresServer server;
  private final Leftovers leftovers;
  private final RollingLogFile logFile;
  private final RecentLines recent = new RecentLines(RECENT_LINES_MAX);
  private final CompletableFuture<Death> firstDeath = new CompletableFuture<>();

  /// How a run ended.
  ///
  /// @param exit as a verb phrase
  /// @param lines the last ones of that run, oldest first
  record Death(String exit, List<String> lines) {}

  PostgresLife(PostgresServer server, Leftovers leftovers, RollingLogFile logFile) {
    this.server = server;
    this.leftovers = leftovers;
    this.logFile = logFile;
  }

  /// Before every run: nothing else may work in the cluster.
  @Override
  public ProcessSpec get() {
    recent.clear();
    try {
      server.cluster().requireUsable(server.installation().major());
      leftovers.clear();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an earlier PostgreSQL");
    }
    return server.spec(this::take);
  }

  private void take(String line) {
    logFile.accept(line);
    // What it answers to our own asking tells nothing, and would drive out what does.
    if (!line.contains("FATAL:  the database system is")
        && !line.contains("DETAIL:  Consistent recovery state")) {
      recent.accept(line);
    }
  }

  @Override
  public void changed(String name, ProcessState state) {
    switch (state) {
      case ProcessState.Starting _, ProcessState.Stopping _ -> log.debug("PostgreSQL: {}", state);
      case ProcessState.Running _ ->
          log.info(
              "PostgreSQL is running on port {}; its log is {}", server.port(), server.logFile());
      case ProcessState.Stopped _ -> log.info("PostgreSQL has stopped");
      case ProcessState.BackingOff backingOff -> {
        if (!firstDeath.complete(new Death(backingOff.last().toString(), recent.lines()))) {
          log.error(
              "PostgreSQL {}; it starts again at {}. It said last: {}",
              backingOff.last(),
              backingOff.until(),
              lastLines());
        }
      }
      case ProcessState.Failed failed -> {
        if (!firstDeath.complete(new Death("failed: " + failed.reason(), recent.lines()))) {
          log.error("PostgreSQL is not started again: {}", failed.reason());
        }
      }
    }
  }

  private String lastLines() {
    List<String> lines = recent.lines();
    int first = Math.max(0, lines.size() - QUOTED_LINES_MAX);
    return String.join("\n", lines.subList(first, lines.size()));
  }

  /// Waits for the end of the first run, for a while.
  Optional<Death> deathWithin(Duration time) throws InterruptedException {
    try {
      return Optional.of(firstDeath.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException alive) {
      return Optional.empty();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// From now on deaths are for the log.
  void answered() {
    firstDeath.complete(new Death("", List.of()));
  }

  /// Whether the present run began by going through what an unclean end has left in the log.
  boolean recovers() {
    return recent.lines().stream()
        .anyMatch(line -> line.contains("automatic recovery in progress"));
  }
}
