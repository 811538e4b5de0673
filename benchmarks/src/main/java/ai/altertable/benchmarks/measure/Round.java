package ai.altertable.benchmarks.measure;

/// One turn of one contender.
///
/// @param values one for each operation
/// @param wall seconds, of all operations together
/// @param usage of processors meanwhile
public record Round(Series values, double wall, Usage usage) {
  /// Operations in a second.
  public double rate() {
    return values.size() / wall;
  }
}
