package ai.altertable.launcher.extension;

import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.process.Executables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// DuckDB's extensions: whether they are there, of the right version, and can be loaded; else, in
/// which way the next start could get them.
///
/// @param names that are needed
/// @param provided the operator's directory
/// @param refusal what DuckDB says against an extension; itself empty when DuckDB is not there yet
public record ExtensionsCheck(
    List<String> names,
    Path runtime,
    ExtensionTarget target,
    Optional<Path> provided,
    Optional<Function<Path, Optional<String>>> refusal)
    implements Check {
  @Override
  public String name() {
    return "extensions";
  }

  @Override
  public Finding look() throws IOException {
    ExtensionStore store =
        new ExtensionStore(runtime.resolve("extensions"), target, InstantSource.system());
    List<String> missing = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (String extension : names) {
      Path file = store.file(extension);
      Optional<String> problem = ExtensionFooter.problem(file, target);
      problem.ifPresent(what -> missing.add(extension + " (" + what + ")"));
      if (problem.isEmpty()) {
        refusal
            .flatMap(load -> load.apply(file))
            .ifPresent(what -> broken.add(extension + ": " + what));
      }
    }
    if (!broken.isEmpty()) {
      return new Finding.Problem(
          "DuckDB does not load " + String.join("; ", broken) + ".",
          "Delete these files in " + store.root() + " and run `altertable provision`.");
    }
    return missing.isEmpty() ? there(store) : missing(missing);
  }

  private Finding there(ExtensionStore store) {
    return new Finding.Fine(
        "%s for %s are in %s%s."
            .formatted(
                String.join(", ", names),
                target,
                store.root(),
                refusal.isPresent() ? ", and DuckDB loads them" : ""));
  }

  private Finding missing(List<String> missing) throws IOException {
    String seen = "Missing for " + target + ": " + String.join(", ", missing) + ".";
    if (allProvided()) {
      return new Finding.Fine(seen + " The next start takes them from --extension-dir.");
    }
    boolean python =
        Executables.ofThisProcess()
            .find("python3")
            .or(() -> Executables.ofThisProcess().find("python"))
            .isPresent();
    return new Finding.Warning(
        seen + " The next start will try to download them.",
        "Run `altertable provision` while DuckDB's extension site, or the Python package index"
            + (python ? "" : " (python3 with pip is to be installed for it)")
            + ", can be reached; or name a directory that has them with --extension-dir.");
  }

  private boolean allProvided() throws IOException {
    if (provided.isEmpty()) {
      return false;
    }
    for (String extension : names) {
      if (!(new ProvidedDirectory(provided.get(), target).bring(extension, provided.get())
              instanceof Source.Attempt.Brought brought)
          || ExtensionFooter.problem(brought.file(), target).isPresent()) {
        return false;
      }
    }
    return true;
  }
}
