package ai.altertable.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Sides of several measurements, taken together.
public final class Sides {
  private Sides() {}

  /// Adds up: each round is the sum of that round's medians.
  ///
  /// @param measurements at least one, each with the same sides
  public static List<Side> sum(List<List<Side>> measurements) {
    return IntStream.range(0, measurements.getFirst().size())
        .mapToObj(i -> sumOfSide(measurements.stream().map(sides -> sides.get(i)).toList()))
        .toList();
  }

  private static Side sumOfSide(List<Side> parts) {
    int rounds = parts.stream().mapToInt(part -> part.rounds().size()).min().orElse(0);
    List<Round> sums = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      int round = i;
      sums.add(sumOfRounds(parts.stream().map(part -> part.rounds().get(round)).toList()));
    }
    return new Side(parts.getFirst().name(), sums);
  }

  private static Round sumOfRounds(List<Round> parts) {
    return new Round(
        Series.of(parts.stream().mapToDouble(part -> part.values().median()).sum()),
        parts.stream().mapToDouble(Round::wall).sum(),
        parts.stream().map(Round::usage).reduce(Usage.NONE, Usage::plus));
  }
}
