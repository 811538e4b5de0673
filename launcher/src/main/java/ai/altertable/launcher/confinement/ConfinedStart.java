package ai.altertable.launcher.confinement;

import ai.altertable.launcher.process.ProcessStart;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Starts a process from a thread that has confined itself before: the process inherits that, from
/// its first instruction on and in all of its threads, the Java machine's own included. The thread
/// does nothing else and ends; the threads of this process that were not started by it keep their
/// rights. (One is: Java's own, which waits for the end of the process.)
final class ConfinedStart implements ProcessStart {
  private final Restriction restriction;

  ConfinedStart(Restriction restriction) {
    this.restriction = restriction;
  }

  /// What the thread gives up.
  @FunctionalInterface
  interface Restriction {
    void ofThisThread() throws IOException;
  }

  @Override
  public Process start(ProcessBuilder builder) throws IOException {
    Attempt attempt = new Attempt(builder);
    // A platform thread that nobody waits for but by joining it: to wake a virtual thread could
    // start a carrier of virtual threads, which would be confined as well.
    Thread thread = Thread.ofPlatform().name("confined-start").start(attempt);
    boolean interrupted = joined(thread);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return attempt.outcome();
  }

  /// Waits also when it is interrupted: a process that has started must not be forgotten.
  private static boolean joined(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
  }

  private final class Attempt implements Runnable {
    private final ProcessBuilder builder;
    private @Nullable Process process;
    private @Nullable Throwable failure;

    Attempt(ProcessBuilder builder) {
      this.builder = builder;
    }

    @Override
    public void run() {
      try {
        restriction.ofThisThread();
        process = builder.start();
      } catch (IOException | RuntimeException | Error thrown) {
        failure = thrown;
      }
    }

    Process outcome() throws IOException {
      if (process != null) {
        return process;
      }
      String reason = failure == null ? "its thread has ended" : failure.getMessage();
      throw new IOException("the start of a confined process failed: " + reason, failure);
    }
  }
}
