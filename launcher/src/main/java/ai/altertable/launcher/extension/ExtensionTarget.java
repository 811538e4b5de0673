package ai.altertable.launcher.extension;

import ai.altertable.launcher.process.Machine;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What extensions are made for: one version of DuckDB on one kind of machine.
///
/// @param version as `1.5.5`
/// @param machine this one, except in tests
public record ExtensionTarget(String version, Machine machine) {
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  public ExtensionTarget {
    if (!VERSION.matcher(version).matches()) {
      throw new IllegalArgumentException("not a version of DuckDB: '" + version + "'");
    }
  }

  /// As DuckDB writes it in paths and in the files themselves: `v1.5.5`.
  String directory() {
    return "v" + version;
  }

  /// DuckDB's name of the machine.
  String platform() {
    String system =
        switch (machine.system()) {
          case LINUX -> "linux";
          case MACOS -> "osx";
        };
    String architecture =
        switch (machine.architecture()) {
          case X86_64 -> "_amd64";
          case ARM_64 -> "_arm64";
        };
    return system + architecture + (machine.musl() ? "_musl" : "");
  }

  /// Python's name of the machine, as the wheels of extensions bear it.
  String wheelPlatform() {
    return switch (machine.system()) {
      case LINUX ->
          switch (machine.architecture()) {
            case X86_64 -> "manylinux2014_x86_64";
            case ARM_64 -> "manylinux2014_aarch64";
          };
      case MACOS ->
          switch (machine.architecture()) {
            case X86_64 -> "macosx_11_0_x86_64";
            case ARM_64 -> "macosx_11_0_arm64";
          };
    };
  }

  static String fileName(String extension) {
    return extension + ".duckdb_extension";
  }

  /// Where DuckDB itself looks for an extension.
  ///
  /// @param root DuckDB's `extension_directory`
  public Path file(Path root, String extension) {
    return root.resolve(directory()).resolve(platform()).resolve(fileName(extension));
  }

  @Override
  public String toString() {
    return "DuckDB " + version + " on " + platform();
  }
}
