package ai.altertable.engine;

import ai.altertable.foundation.lifecycle.DataSize;
import java.nio.file.Path;
import java.time.Duration;

/// How the engine of a worker is set up.
///
/// @param runtime where the native library is unpacked to
/// @param extensions with `NAME.duckdb_extension` files for this engine's version and platform
/// @param temporary where queries spill to, each instance in a directory of its own; what a killed
///   worker left there is deleted at start
/// @param staging where front ends put files to be loaded: the root of the
///   [ai.altertable.foundation.session.StagingArea]
/// @param objects the local object store; new files below it are synced before they count
/// @param threads that compute in each instance
/// @param memory for all instances together
/// @param temporarySizeMax on disk, for all instances together
/// @param sessionsMax that are open or kept at the same time
/// @param sessionIdle after which a kept session ends
/// @param transactions what open ones may hold from others
/// @param instanceIdle after which an instance that nobody uses is closed
/// @param patience with statements that cannot be interrupted
public record EngineConfig(
    Path runtime,
    Path extensions,
    Path temporary,
    Path staging,
    Path objects,
    int threads,
    DataSize memory,
    DataSize temporarySizeMax,
    int sessionsMax,
    Duration sessionIdle,
    TransactionConfig transactions,
    Duration instanceIdle,
    Patience patience) {}
