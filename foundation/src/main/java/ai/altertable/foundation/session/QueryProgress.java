package ai.altertable.foundation.session;

/// How far a query is.
///
/// @param percentage 0 to 100
/// @param rowsProcessed of `totalRows`, both as the engine estimates
public record QueryProgress(double percentage, long rowsProcessed, long totalRows) {}
