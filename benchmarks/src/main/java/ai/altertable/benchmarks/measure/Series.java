package ai.altertable.benchmarks.measure;

import java.util.Arrays;
import java.util.Collection;

/// Measured values of one kind, at least one: seconds, or bytes.
public final class Series {
  private final double[] sorted;

  private Series(double[] sorted) {
    this.sorted = sorted;
  }

  /// @throws IllegalArgumentException without values
  public static Series of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("a series needs a value");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Series(sorted);
  }

  /// All values of several series.
  public static Series pooled(Collection<Series> parts) {
    return of(parts.stream().flatMapToDouble(part -> Arrays.stream(part.sorted)).toArray());
  }

  public int size() {
    return sorted.length;
  }

  public double min() {
    return sorted[0];
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  /// The middle value, or the mean of the two in the middle.
  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// The smallest value that so much of all are not above (nearest rank).
  ///
  /// @param percent above 0, at most 100
  public double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank, 1, sorted.length) - 1];
  }

  public double sum() {
    return Arrays.stream(sorted).sum();
  }
}
