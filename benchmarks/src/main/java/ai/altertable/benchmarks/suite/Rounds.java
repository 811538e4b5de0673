package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.measure.Round;
import ai.altertable.benchmarks.measure.Series;
import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.measure.Usage;
import java.util.List;

/// Sides of figures that were worked out.
final class Rounds {
  private Rounds() {}

  static Side of(String name, List<Double> figures) {
    return new Side(
        name,
        figures.stream().map(figure -> new Round(Series.of(figure), figure, Usage.NONE)).toList());
  }
}
