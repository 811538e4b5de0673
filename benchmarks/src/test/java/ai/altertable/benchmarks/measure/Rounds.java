package ai.altertable.benchmarks.measure;

import java.util.Arrays;

/// Sides made up for tests.
public final class Rounds {
  private Rounds() {}

  /// A side with one operation in each round, which took so long.
  public static Side of(String name, double... seconds) {
    return new Side(
        name,
        Arrays.stream(seconds)
            .mapToObj(value -> new Round(Series.of(value), value, new Usage(value / 2, 0.25, 0)))
            .toList());
  }
}
