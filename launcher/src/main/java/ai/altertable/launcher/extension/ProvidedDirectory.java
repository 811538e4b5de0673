package ai.altertable.launcher.extension;

import java.nio.file.Files;
import java.nio.file.Path;

/// A directory that the operator has filled, flat or in DuckDB's own order.
record ProvidedDirectory(Path directory, ExtensionTarget target) implements Source {
  @Override
  public String name() {
    return "the directory " + directory;
  }

  @Override
  public boolean slow() {
    return false;
  }

  @Override
  public Attempt bring(String extension, Path staging) {
    Path flat = directory.resolve(ExtensionTarget.fileName(extension));
    Path ordered = target.file(directory, extension);
    if (Files.isRegularFile(ordered)) {
      return new Attempt.Brought(ordered);
    }
    return Files.isRegularFile(flat)
        ? new Attempt.Brought(flat)
        : new Attempt.Failed("it has no " + ExtensionTarget.fileName(extension));
  }
}
