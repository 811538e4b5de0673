package ai.altertable.benchmarks.suite;

/// How much is done to find a figure.
///
/// @param rounds turns of each side
/// @param quick whether it is only to be seen that the benchmarks run: less data, less time. The
///   figures mean nothing then.
public record Effort(int rounds, boolean quick) {
  public Effort {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds must be at least 1");
    }
  }

  /// Rows of the large table.
  long manyRows() {
    return quick ? 200_000 : 10_000_000;
  }

  /// Of the TPC-H data.
  double scaleFactor() {
    return quick ? 0.01 : 1;
  }

  /// Of small statements in a round.
  int statements() {
    return quick ? 20 : 500;
  }

  /// Of statements that read a table, in a round.
  int reads() {
    return quick ? 5 : 50;
  }

  double loadSeconds() {
    return quick ? 0.3 : 3;
  }

  /// Of many clients at once.
  double crowdSeconds() {
    return quick ? 1 : 20;
  }

  /// A Java server has not settled before.
  double warmSeconds() {
    return quick ? 1 : 15;
  }
}
