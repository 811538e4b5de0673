package ai.altertable.benchmarks.measure;

import java.util.stream.IntStream;

/// How one side compares with another, round by round.
///
/// @param value the median of one over that of the other
/// @param low a quarter of the rounds is not above
/// @param high three quarters of the rounds are not above
public record Ratio(double value, double low, double high) {
  /// Of the times of two sides with the same number of rounds.
  public static Ratio ofTimes(Side one, Side other) {
    int rounds = Math.min(one.rounds().size(), other.rounds().size());
    Series paired =
        Series.of(
            IntStream.range(0, rounds)
                .mapToDouble(i ->
                    one.rounds().get(i).values().median() / other.rounds().get(i).values().median())
                .toArray());
    return new Ratio(
        one.medians().median() / other.medians().median(),
        paired.percentile(25),
        paired.percentile(75));
  }
}
