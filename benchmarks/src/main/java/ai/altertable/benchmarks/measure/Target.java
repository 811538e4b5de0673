package ai.altertable.benchmarks.measure;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A figure to reach. Judged round by round, each against the baseline's round beside it.
public sealed interface Target {
  /// The median time is at most a multiple of the baseline's, and so many seconds more.
  record TimesBaseline(double factor, double plusSeconds) implements Target {}

  /// The median value is at most so much.
  record MedianAtMost(double value, Unit unit) implements Target {}

  /// So much of all values is at most so much.
  record PercentileAtMost(double percent, double value, Unit unit) implements Target {}

  /// So many operations a second.
  record RateAtLeast(double perSecond) implements Target {}

  /// So many operations a second as a multiple of the baseline's.
  record RateTimesBaseline(double factor) implements Target {}

  /// Judges from the rounds. A target is met when three quarters of the rounds meet it, missed when
  /// at most a quarter does; between these the machine was too restless to say.
  ///
  /// @param sides ours first, then the baseline; ours alone where the target needs none
  default Verdict judge(List<Side> sides) {
    Side ours = sides.getFirst();
    Side baseline = sides.get(Math.min(1, sides.size() - 1));
    int rounds = Math.min(ours.rounds().size(), baseline.rounds().size());
    long met =
        IntStream.range(0, rounds)
            .filter(i -> met(ours.rounds().get(i), baseline.rounds().get(i)))
            .count();
    if (4 * met >= 3L * rounds) {
      return Verdict.MET;
    }
    return 4 * met <= rounds ? Verdict.MISSED : Verdict.UNCLEAR;
  }

  private boolean met(Round ours, Round baseline) {
    return switch (this) {
      case TimesBaseline(double factor, double plus) ->
          ours.values().median() <= factor * baseline.values().median() + plus;
      case MedianAtMost(double value, Unit _) -> ours.values().median() <= value;
      case PercentileAtMost(double percent, double value, Unit _) ->
          ours.values().percentile(percent) <= value;
      case RateAtLeast(double perSecond) -> ours.rate() >= perSecond;
      case RateTimesBaseline(double factor) -> ours.rate() >= factor * baseline.rate();
    };
  }

  /// In words.
  default String words() {
    return switch (this) {
      case TimesBaseline(double factor, double plus) when plus == 0 ->
          number(factor) + " × the baseline's time at most";
      case TimesBaseline(double factor, double plus) ->
          number(factor) + " × the baseline's time + " + number(plus * 1e3) + " ms at most";
      case MedianAtMost(double value, Unit unit) -> "median at most " + unit.format(value);
      case PercentileAtMost(double percent, double value, Unit unit) ->
          "p" + number(percent) + " at most " + unit.format(value);
      case RateAtLeast(double perSecond) -> number(perSecond) + " per second at least";
      case RateTimesBaseline(double factor) -> number(factor) + " × the baseline's rate at least";
    };
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,d", (long) value)
        : Double.toString(value);
  }
}
