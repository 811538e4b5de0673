package ai.altertable.rest.operation;

/// How far a drain is.
///
/// @param draining whether nothing new may begin
/// @param running queries and uploads that are under way
/// @param transactions that clients have left open in kept sessions
public record DrainState(boolean draining, int running, int transactions) {}
