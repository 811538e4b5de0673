package ai.altertable.benchmarks.measure;

/// Whether a target is reached.
public enum Verdict {
  MET,
  MISSED,

  /// Some rounds say yes, some no: measure again on a quieter machine, or with more rounds.
  UNCLEAR
}
