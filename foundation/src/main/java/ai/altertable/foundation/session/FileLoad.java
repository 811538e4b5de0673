package ai.altertable.foundation.session;

import java.nio.file.Path;

/// A file to be loaded into a table.
///
/// @param file on this machine, in its principal's directory of the [StagingArea]
/// @param schema created when missing
public record FileLoad(
    Path file, FileFormat format, String catalog, String schema, String table, LoadMode mode) {}
