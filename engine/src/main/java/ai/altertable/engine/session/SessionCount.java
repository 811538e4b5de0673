package ai.altertable.engine.session;

/// How many sessions a worker has.
///
/// @param inUse those that a request uses
/// @param kept those that wait for their client's next request
public record SessionCount(int inUse, int kept) {}
