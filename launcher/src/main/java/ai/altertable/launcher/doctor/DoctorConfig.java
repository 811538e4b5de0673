package ai.altertable.launcher.doctor;

import ai.altertable.launcher.postgres.external.ExternalPostgres;
import ai.altertable.launcher.server.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;

/// The server that is looked at, which may run or not.
///
/// @param data its data directory
/// @param runtime what can be made again: native libraries, PostgreSQL's binaries, extensions
/// @param extensions a directory with DuckDB extensions that the operator provides
/// @param postgres the one that keeps the metadata; empty: the embedded one
/// @param http where it listens
/// @param worker what its worker may use
public record DoctorConfig(
    Path data,
    Path runtime,
    Optional<Path> extensions,
    Optional<ExternalPostgres> postgres,
    ServerConfig.Http http,
    ServerConfig.WorkerResources worker) {}
