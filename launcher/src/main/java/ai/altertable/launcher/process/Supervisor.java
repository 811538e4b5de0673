package ai.altertable.launcher.process;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Starts supervised processes.
///
/// @param session how children get out of the terminal's reach
public record Supervisor(InstantSource clock, RandomGenerator random, NewSession session) {
  /// Starts a process and keeps it running until [SupervisedProcess#stop].
  ///
  /// @param plan asked before every run, on the supervising thread, so that a restart can use other
  ///   secrets or clean up first; what it throws ends the supervision as [ProcessState.Failed]
  public SupervisedProcess start(
      String name, Supplier<ProcessSpec> plan, RestartPolicy policy, ProcessListener listener) {
    Supervision supervision =
        new Supervision(name, plan, new Backoff(policy, random), listener, this);
    Thread thread = Thread.ofPlatform().daemon().name(name + "-supervisor").start(supervision);
    return new SupervisedProcess(supervision, thread);
  }
}
