package ai.altertable.foundation.history;

import ai.altertable.foundation.session.QueryStart;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What history knows of a query or upload that has ended, by whatever interface it came.
///
/// Which worker of which environment ran it is not in here: that is known of whoever reports it,
/// and nobody reports for others.
///
/// @param id of this execution: unlike the query's id, which clients choose, it is unique
/// @param began to the microsecond
/// @param ended to the microsecond, at or after `began`
/// @param rows handed to the client's connection
/// @param bytesSent handed to the client's connection
/// @param bytesReceived of a file that the client sent
/// @param failure empty when it succeeded
public record FinishedStatement(
    UUID id,
    QueryStart start,
    Instant began,
    Instant ended,
    long rows,
    long bytesSent,
    long bytesReceived,
    Optional<Failure> failure) {

  /// @param code the name of an [ai.altertable.foundation.error.ErrorCode]
  /// @param message as the client was told
  public record Failure(String code, String message) {}
}
