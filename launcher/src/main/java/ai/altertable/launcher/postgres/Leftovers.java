package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a server that was killed may have left: PostgreSQL processes that still use the cluster,
/// and a `postmaster.pid` that names another process by now.
///
/// Only for the holder of the data directory's lock: whatever works in the cluster then has no
/// Altertable server any more.
///
/// @param patience how long each step may take: waiting, then SIGINT, then SIGQUIT, then SIGKILL
record Leftovers(
    Cluster cluster, ProcessTable processes, Patience patience, Consumer<String> progress) {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration SIGNAL_WITHIN = Duration.ofSeconds(10);

  /// @param lifeline for an end that is already under way
  /// @param interrupt for a shutdown, with its checkpoint
  /// @param rest for each of the harder signals
  record Patience(Duration lifeline, Duration interrupt, Duration rest) {
    static final Patience USUAL =
        new Patience(Duration.ofSeconds(3), Duration.ofSeconds(60), Duration.ofSeconds(5));
  }

  /// Makes the cluster free for a new server.
  ///
  /// @throws StartupFailure when that cannot be done safely
  void clear() throws IOException, InterruptedException {
    List<Long> running = running();
    if (!running.isEmpty()) {
      progress.accept(
          "An earlier PostgreSQL (process "
              + running.getFirst()
              + ") still uses "
              + cluster.directory()
              + "; waiting for it to end");
      end();
    }
    switch (PostmasterFile.of(cluster)) {
      case PostmasterFile.Absent _ -> {}
      case PostmasterFile.Unreadable _ -> Files.deleteIfExists(cluster.postmasterFile());
      case PostmasterFile.Names named -> forget(named.pid());
    }
  }

  private List<Long> running() throws IOException {
    return processes.workingIn(cluster, PostmasterFile.of(cluster));
  }

  private void end() throws IOException, InterruptedException {
    if (goneWithin(patience.lifeline())) {
      return;
    }
    if (PostmasterFile.of(cluster) instanceof PostmasterFile.Names named
        && running().contains(named.pid())) {
      signal("INT", List.of(named.pid()));
      if (goneWithin(patience.interrupt())) {
        return;
      }
    }
    for (String signal : List.of("QUIT", "KILL")) {
      signal(signal, running());
      if (goneWithin(patience.rest())) {
        return;
      }
    }
    throw new StartupFailure(
        "Processes of an earlier PostgreSQL still use "
            + cluster.directory()
            + " and cannot be ended: "
            + running()
            + ".",
        "End them, or restart the machine, and start again.");
  }

  private boolean goneWithin(Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!running().isEmpty()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  private static void signal(String name, List<Long> pids) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "kill -\"$@\"", "sh", name));
    pids.forEach(pid -> words.add(Long.toString(pid)));
    new Command(words, Map.of(), Path.of("/")).run(SIGNAL_WITHIN);
  }

  /// PostgreSQL refuses to start while the process named in the file lives, whatever it is.
  private void forget(long pid) throws IOException {
    if (ProcessHandle.of(pid).isEmpty()) {
      return;
    }
    if (!processes.foreign(pid, cluster)) {
      throw new StartupFailure(
          "Process " + pid + " may be a PostgreSQL server that uses " + cluster.directory() + ".",
          "End it. If it is something else, delete " + cluster.postmasterFile() + ".");
    }
    Files.deleteIfExists(cluster.postmasterFile());
  }
}
