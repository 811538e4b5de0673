package ai.altertable.benchmarks.client;

/// What came back from a statement whose answer was only counted.
///
/// @param bytes of the answer as it was sent, without the protocol's own framing
public record Answer(long rows, long bytes) {}
