package ai.altertable.launcher.process;

/// Is told of each state of a supervised process, in order, one at a time. Must not block: the
/// supervision waits for it.
@FunctionalInterface
public interface ProcessListener {
  void changed(String name, ProcessState state);

  /// Asked when a run has ended, before its end is told: whether it has done in between what it was
  /// started for. Then the pause before the next run is the first one again.
  default boolean hasServed() {
    return false;
  }
}
