package ai.altertable.launcher.extension;

import ai.altertable.launcher.process.Command;
import ai.altertable.launcher.process.CommandOutcome;
import ai.altertable.launcher.process.Executables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The package `duckdb-extension-NAME` of the Python package index, which holds the very file.
/// `pip` brings it, with the index, proxy and credentials that this machine has set up for it. The
/// machine's kind is named rather than left to Python, which may be made for another one than Java.
///
/// @param environment for pip
record PythonWheel(
    ExtensionTarget target,
    Executables executables,
    Map<String, String> environment,
    Duration within)
    implements Source {
  @Override
  public String name() {
    return "the Python package index (pip)";
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public Attempt bring(String extension, Path staging) throws IOException {
    Optional<Path> python = executables.find("python3").or(() -> executables.find("python"));
    if (python.isEmpty()) {
      return new Attempt.Failed("there is no program 'python3'");
    }
    CommandOutcome outcome = download(python.get(), extension, staging).run(within);
    if (!outcome.succeeded()) {
      return new Attempt.Failed("pip " + outcome.lastWords());
    }
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(staging, "*.whl")) {
      Iterator<Path> wheel = wheels.iterator();
      return wheel.hasNext()
          ? unpack(wheel.next(), extension, staging)
          : new Attempt.Failed("pip brought no wheel");
    }
  }

  private Command download(Path python, String extension, Path staging) {
    String requirement =
        "duckdb-extension-" + extension.replace('_', '-') + "==" + target.version();
    return new Command(
        List.of(
            python.toString(),
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--no-deps",
            "--only-binary=:all:",
            "--platform=" + target.wheelPlatform(),
            "--retries=1",
            "--timeout=15",
            "--dest=" + staging,
            requirement),
        environment,
        staging);
  }

  private Attempt unpack(Path wheel, String extension, Path staging) throws IOException {
    String end = "/" + target.directory() + "/" + ExtensionTarget.fileName(extension);
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      Optional<? extends ZipEntry> entry =
          zip.stream().filter(candidate -> candidate.getName().endsWith(end)).findFirst();
      if (entry.isEmpty()) {
        return new Attempt.Failed(wheel.getFileName() + " has no " + end.substring(1));
      }
      Path file = staging.resolve(ExtensionTarget.fileName(extension));
      try (InputStream content = zip.getInputStream(entry.get())) {
        Files.copy(content, file);
      }
      return new Attempt.Brought(file);
    }
  }
}
