package ai.altertable.launcher.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The directories in which programs are looked for.
public record Executables(List<Path> directories) {
  private static final List<String> USUAL = List.of("/usr/local/bin", "/usr/bin", "/bin");

  public Executables {
    directories = List.copyOf(directories);
  }

  /// Those of a search path as in the environment variable `PATH`, then the usual ones.
  public static Executables ofSearchPath(String searchPath) {
    Set<String> names =
        new LinkedHashSet<>(Arrays.asList(searchPath.split(File.pathSeparator, -1)));
    names.addAll(USUAL);
    return new Executables(
        names.stream().filter(name -> name.startsWith("/")).map(Path::of).toList());
  }

  public static Executables ofThisProcess() {
    return ofSearchPath(Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  public Optional<Path> find(String program) {
    return directories.stream()
        .map(directory -> directory.resolve(program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
