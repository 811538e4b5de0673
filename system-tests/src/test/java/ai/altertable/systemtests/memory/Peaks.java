package ai.altertable.systemtests.memory;

import ai.altertable.systemtests.harness.Proc;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.Wait;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// The most memory that each process of a server has had resident while something ran. PostgreSQL's
/// processes come and go, so they are looked at all the time, and count as one by their greatest.
final class Peaks implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final RunningServer server;
  private final Map<String, Long> bytes = new TreeMap<>();
  private final Thread watcher;
  private volatile boolean end;

  private Peaks(RunningServer server) {
    this.server = server;
    this.watcher = Thread.ofPlatform().daemon().name("peaks").unstarted(this::watch);
  }

  /// Forgets what was, and watches from now on.
  static Peaks watch(RunningServer server) {
    server.processes().forEach(Peaks::forget);
    Peaks peaks = new Peaks(server);
    peaks.watcher.start();
    return peaks;
  }

  private static void forget(Proc process) {
    try {
      process.forgetPeak();
    } catch (UncheckedIOException failure) {
      if (process.runs()) {
        throw failure;
      }
    }
  }

  private void watch() {
    while (!end) {
      look();
      Wait.pause(PAUSE);
    }
  }

  private synchronized void look() {
    for (Proc process : server.processes()) {
      bytes.merge(role(process), process.peakBytes(), Math::max);
    }
  }

  private String role(Proc process) {
    String command = process.commandLine();
    if (process.pid() == server.server().pid()) {
      return "server";
    }
    if (command.contains("HostedWorkerMain")) {
      return "worker";
    }
    return command.startsWith("/bin/sh") ? "shell" : "postgres";
  }

  /// By role, in MiB.
  synchronized Map<String, Long> mebibytes() {
    look();
    Map<String, Long> peaks = new TreeMap<>();
    bytes.forEach((role, peak) -> peaks.put(role, peak >> 20));
    return peaks;
  }

  @Override
  public void close() {
    end = true;
    try {
      watcher.join(Duration.ofSeconds(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
