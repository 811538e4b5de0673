package ai.altertable.launcher.command;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of every command that needs what is unpacked or downloaded beside the program.
final class RuntimeOptions {
  @Option(
      names = "--runtime-dir",
      paramLabel = "DIR",
      description =
          "Where native libraries, PostgreSQL's binaries and DuckDB extensions are put. They can be"
              + " made again at any time. Default: runtime, beside the program")
  private @Nullable Path runtimeDirectory;

  @Option(
      names = "--extension-dir",
      paramLabel = "DIR",
      description =
          "A directory with NAME.duckdb_extension files, used instead of downloading them.")
  private @Nullable Path extensionDirectory;

  Path directory() {
    Path directory =
        runtimeDirectory == null
            ? Path.of(System.getProperty("altertable.home", ".")).resolve("runtime")
            : runtimeDirectory;
    return directory.toAbsolutePath().normalize();
  }

  Optional<Path> extensions() {
    return Optional.ofNullable(extensionDirectory)
        .map(directory -> directory.toAbsolutePath().normalize());
  }
}
