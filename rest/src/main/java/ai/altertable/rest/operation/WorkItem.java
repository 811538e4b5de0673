package ai.altertable.rest.operation;

import ai.altertable.foundation.session.Activity;
import ai.altertable.foundation.session.QueryProgress;
import ai.altertable.foundation.session.QueryStart;
import java.time.Instant;
import java.util.Optional;

/// A query or an upload that is under way.
///
/// @param rows that its client has been sent
/// @param progress when the engine can tell
public record WorkItem(
    QueryStart start,
    Instant since,
    Activity activity,
    long rows,
    Optional<QueryProgress> progress) {}
