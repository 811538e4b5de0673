package ai.altertable.rest.operation;

import java.time.Instant;

/// A session of a worker.
///
/// @param state `in use`, `kept` for a client's next request, or kept `in transaction`
/// @param since when it has been so
public record SessionItem(String id, String user, String state, Instant since) {}
