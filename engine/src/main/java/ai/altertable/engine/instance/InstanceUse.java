package ai.altertable.engine.instance;

/// What the instances of a worker use together, as DuckDB counts it.
///
/// @param spilledBytes of temporary data on disk
public record InstanceUse(int instances, long memoryBytes, long spilledBytes) {
  static final InstanceUse NONE = new InstanceUse(0, 0, 0);

  InstanceUse plus(InstanceUse other) {
    return new InstanceUse(
        instances + other.instances,
        memoryBytes + other.memoryBytes,
        spilledBytes + other.spilledBytes);
  }
}
