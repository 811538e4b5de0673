package ai.altertable.benchmarks.measure;

/// Tells how much processor time was used so far.
public interface UsageClock {
  Usage now();
}
