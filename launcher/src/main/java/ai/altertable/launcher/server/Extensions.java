package ai.altertable.launcher.server;

import ai.altertable.engine.EngineProbe;
import ai.altertable.engine.ExtensionInstaller;
import ai.altertable.launcher.check.Check;
import ai.altertable.launcher.check.Finding;
import ai.altertable.launcher.extension.ExtensionProvisioner;
import ai.altertable.launcher.extension.ExtensionTarget;
import ai.altertable.launcher.extension.ExtensionsCheck;
import ai.altertable.launcher.process.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// DuckDB's extensions that the platform needs.
public final class Extensions {
  public static final List<String> NEEDED = List.of("ducklake", "postgres_scanner", "httpfs");

  private Extensions() {}

  /// Sees that extensions are there, getting them if need be.
  ///
  /// @return the directory that holds them
  public static Path provide(
      List<String> names, Path runtime, Optional<Path> provided, Console console) {
    ExtensionTarget target =
        new ExtensionTarget(ExtensionInstaller.DUCKDB_VERSION, Machine.current());
    Map<String, Path> files =
        ExtensionProvisioner.of(
                runtime,
                target,
                provided,
                Optional.of(new ExtensionInstaller(runtime)::install),
                console::step)
            .ensure(names);
    Path any = files.values().iterator().next().toAbsolutePath();
    return Objects.requireNonNull(any.getParent(), "an extension lies in a directory");
  }

  /// Looks at them, and gets nothing.
  ///
  /// @param provided the operator's directory
  public static Check check(Path runtime, Optional<Path> provided) {
    return new Check() {
      @Override
      public String name() {
        return "extensions";
      }

      @Override
      public Finding look() throws IOException {
        ExtensionTarget target =
            new ExtensionTarget(ExtensionInstaller.DUCKDB_VERSION, Machine.current());
        return new ExtensionsCheck(
                NEEDED,
                runtime,
                target,
                provided,
                EngineProbe.find(runtime).map(probe -> probe::refusal))
            .look();
      }
    };
  }
}
