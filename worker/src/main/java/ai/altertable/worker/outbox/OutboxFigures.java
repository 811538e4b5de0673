package ai.altertable.worker.outbox;

/// How an outbox is.
///
/// @param reportsWaiting that are not stored elsewhere yet
/// @param bytesWaiting theirs, on the disk
/// @param reportsDropped since it was opened, for lack of room
public record OutboxFigures(long reportsWaiting, long bytesWaiting, long reportsDropped) {}
