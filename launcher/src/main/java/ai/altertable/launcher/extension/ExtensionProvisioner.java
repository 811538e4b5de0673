package ai.altertable.launcher.extension;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.datadir.DurableFiles;
import ai.altertable.launcher.process.Executables;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees that DuckDB's extensions are where DuckDB looks for them: what is there already is kept;
/// the rest comes from the operator's directory, else from DuckDB's own INSTALL, else from the
/// Python package index. Whatever brings a file, it must be made for this version and machine; its
/// signature is DuckDB's to check.
public final class ExtensionProvisioner {
  private static final Logger log = LoggerFactory.getLogger(ExtensionProvisioner.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Duration INSTALL_WITHIN = Duration.ofSeconds(60);
  private static final Duration DOWNLOAD_WITHIN = Duration.ofMinutes(5);
  private static final int AT_ONCE_MAX = 4;
  private static final int REASON_CHARS_MAX = 200;

  private final ExtensionStore store;
  private final List<Source> sources;
  private final Consumer<String> progress;

  ExtensionProvisioner(ExtensionStore store, List<Source> sources, Consumer<String> progress) {
    this.store = store;
    this.sources = List.copyOf(sources);
    this.progress = progress;
  }

  /// @param runtime the extensions go to `extensions/vVERSION/PLATFORM/` in it
  /// @param provided the operator's directory
  /// @param installer DuckDB's own INSTALL, where there is an engine to ask
  /// @param progress takes a line for the operator whenever something begins that takes its time;
  ///   called by several threads
  public static ExtensionProvisioner of(
      Path runtime,
      ExtensionTarget target,
      Optional<Path> provided,
      Optional<Installer> installer,
      Consumer<String> progress) {
    List<Source> sources = new ArrayList<>();
    provided.ifPresent(directory -> sources.add(new ProvidedDirectory(directory, target)));
    installer.ifPresent(
        callback -> sources.add(new DuckDbInstall(callback, target, INSTALL_WITHIN)));
    sources.add(
        new PythonWheel(target, Executables.ofThisProcess(), environmentForPip(), DOWNLOAD_WITHIN));
    Path root = runtime.resolve("extensions");
    return new ExtensionProvisioner(
        new ExtensionStore(root, target, InstantSource.system()), sources, progress);
  }

  /// Everything but our own variables, which may hold secrets.
  private static Map<String, String> environmentForPip() {
    return System.getenv().entrySet().stream()
        .filter(entry -> !entry.getKey().startsWith("ALTERTABLE_"))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// DuckDB's `extension_directory`.
  public Path directory() {
    return store.root();
  }

  /// Provides extensions, several at once.
  ///
  /// @param extensions by the names of their files, as `ducklake` or `postgres_scanner`
  /// @return the files, in the order of the names
  /// @throws StartupFailure when one of them cannot be had, with what every way of getting it said
  public Map<String, Path> ensure(List<String> extensions) {
    Map<String, Path> files = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE_MAX, Thread.ofPlatform().daemon().name("extension-", 1).factory())) {
      Map<String, Future<List<String>>> attempts = new LinkedHashMap<>();
      for (String extension : extensions) {
        requireName(extension);
        attempts.put(extension, threads.submit(() -> provide(extension)));
      }
      for (Map.Entry<String, Future<List<String>>> attempt : attempts.entrySet()) {
        List<String> reasons = reasons(attempt.getValue());
        files.put(attempt.getKey(), store.file(attempt.getKey()));
        if (!reasons.isEmpty()) {
          problems.add(attempt.getKey() + ": " + String.join("; ", reasons));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw missing(problems);
    }
    return Collections.unmodifiableMap(files);
  }

  private static void requireName(String extension) {
    if (!NAME.matcher(extension).matches()) {
      throw new IllegalArgumentException("not the name of an extension: '" + extension + "'");
    }
  }

  private static List<String> reasons(Future<List<String>> attempt) {
    try {
      return attempt.get();
    } catch (ExecutionException failure) {
      log.debug("providing an extension failed", failure);
      return List.of(String.valueOf(failure.getCause()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of("interrupted");
    }
  }

  /// @return what every source said when none had it; empty when the extension is in the store
  private List<String> provide(String extension) throws IOException, InterruptedException {
    if (store.has(extension)) {
      return List.of();
    }
    List<String> reasons = new ArrayList<>();
    for (Source source : sources) {
      if (source.slow()) {
        progress.accept("Getting the DuckDB extension " + extension + " from " + source.name());
      }
      Optional<String> failure = failureOf(source, extension);
      if (failure.isEmpty()) {
        progress.accept("The DuckDB extension " + extension + " is ready");
        return List.of();
      }
      log.info("extension {} not from {}: {}", extension, source.name(), failure.get());
      reasons.add(source.name() + " - " + shortened(failure.get()));
    }
    return List.copyOf(reasons);
  }

  private Optional<String> failureOf(Source source, String extension)
      throws IOException, InterruptedException {
    Path staging = store.stage();
    try {
      return switch (source.bring(extension, staging)) {
        case Source.Attempt.Brought brought -> store.take(extension, brought.file(), staging);
        case Source.Attempt.Failed failed -> Optional.of(failed.reason());
      };
    } finally {
      DurableFiles.deleteTree(staging);
    }
  }

  private static String shortened(String reason) {
    String line = reason.replaceAll("\\s+", " ").strip();
    return line.length() <= REASON_CHARS_MAX ? line : line.substring(0, REASON_CHARS_MAX) + " …";
  }

  private StartupFailure missing(List<String> problems) {
    return new StartupFailure(
        "Extensions for "
            + store.target()
            + " are missing and could not be had. "
            + String.join(". ", problems)
            + ".",
        "Do one of these: let this machine reach DuckDB's extension site; let it reach the Python"
            + " package index, with python3 and pip installed; or put the files"
            + " NAME.duckdb_extension of exactly that version into a directory and name it with"
            + " --extension-dir.");
  }
}
