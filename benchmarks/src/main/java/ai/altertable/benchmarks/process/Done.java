package ai.altertable.benchmarks.process;

/// A statement that was answered under load.
///
/// @param statement which of those that were given, from 0
/// @param seconds from asking to the end of its answer
public record Done(int statement, double seconds) {}
