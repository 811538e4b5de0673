package ai.altertable.launcher.process;

import ai.altertable.launcher.StartupFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// The kind of machine that native programs are made for.
///
/// @param musl whether the C library is musl (Alpine Linux), for which glibc's programs do not run
public record Machine(OperatingSystem system, Architecture architecture, boolean musl) {
  public enum OperatingSystem {
    LINUX,
    MACOS
  }

  public enum Architecture {
    X86_64,
    ARM_64
  }

  /// @throws StartupFailure when this machine is of a kind that Altertable has no programs for
  public static Machine current() {
    return of(
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        muslIn(List.of(Path.of("/lib"), Path.of("/lib64"))));
  }

  static Machine of(String systemName, String architectureName, boolean musl) {
    return new Machine(system(systemName), architecture(architectureName), musl);
  }

  private static OperatingSystem system(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("linux")) {
      return OperatingSystem.LINUX;
    }
    if (lower.startsWith("mac")) {
      return OperatingSystem.MACOS;
    }
    throw new StartupFailure(
        "Altertable does not run on " + name + ".", "Use Linux or macOS, or its container image.");
  }

  private static Architecture architecture(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> Architecture.X86_64;
      case "aarch64", "arm64" -> Architecture.ARM_64;
      default ->
          throw new StartupFailure(
              "Altertable does not run on processors of the kind '" + name + "'.",
              "Use a 64-bit Java on a 64-bit x86 or ARM machine.");
    };
  }

  /// Told by the dynamic loader: a machine that has glibc's as well runs glibc's programs.
  static boolean muslIn(List<Path> libraries) {
    return libraries.stream().anyMatch(directory -> holds(directory, "ld-musl-*.so.1"))
        && libraries.stream().noneMatch(directory -> holds(directory, "ld-linux*.so.*"));
  }

  private static boolean holds(Path directory, String pattern) {
    try (DirectoryStream<Path> matching = Files.newDirectoryStream(directory, pattern)) {
      return matching.iterator().hasNext();
    } catch (IOException absent) {
      return false;
    }
  }
}
