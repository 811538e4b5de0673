package ai.altertable.launcher.process;

/// Signals that ask this process to end.
///
/// The JVM handles each on a thread of its own, called by the signal's name: the first one's runs
/// the shutdown hooks, and those that follow wait for it. There is no other way to hear of a second
/// signal but an interface that is internal to the JDK.
public final class EndSignals {
  private static final String NAMES = "SIG(TERM|INT|HUP) handler";

  private EndSignals() {}

  /// Whether one has come while another is being followed.
  public static boolean hasSecondCome() {
    return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().matches(NAMES))
            .count()
        > 1;
  }
}
