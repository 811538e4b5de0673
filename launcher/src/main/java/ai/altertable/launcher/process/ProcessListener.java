package ai.altertable.launcher.process;

/// Is told of each state of a supervised process, in order, one at a time. Must not block: the
/// supervision waits for it.
@FunctionalInterface
public interface ProcessListener {
  void changed(String name, ProcessState state);
}
