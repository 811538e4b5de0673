package ai.altertable.launcher.process;

/// How a run of a child process ended.
public sealed interface ProcessExit {
  /// @param status as a shell tells it: 128 and the signal's number when a signal ended it
  record Ended(int status) implements ProcessExit {
    @Override
    public String toString() {
      return status > 128 ? "was ended by signal " + (status - 128) : "ended with status " + status;
    }
  }

  record NotStarted(String reason) implements ProcessExit {
    @Override
    public String toString() {
      return "could not be started: " + reason;
    }
  }
}
