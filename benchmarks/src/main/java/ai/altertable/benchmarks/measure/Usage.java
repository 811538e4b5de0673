package ai.altertable.benchmarks.measure;

/// Seconds of processor time, so far or within a while.
///
/// @param measured of the processes that are measured
/// @param client of this program, which plays the client
/// @param others of everything else on the machine: what disturbs
public record Usage(double measured, double client, double others) {
  public static final Usage NONE = new Usage(0, 0, 0);

  public Usage since(Usage earlier) {
    return new Usage(measured - earlier.measured, client - earlier.client, others - earlier.others);
  }

  public Usage plus(Usage other) {
    return new Usage(measured + other.measured, client + other.client, others + other.others);
  }
}
