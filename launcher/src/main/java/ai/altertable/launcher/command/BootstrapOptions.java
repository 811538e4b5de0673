package ai.altertable.launcher.command;

import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is to be there from the start: users, keys, databases.
final class BootstrapOptions {
  @Option(
      names = "--user",
      paramLabel = "NAME:PASSWORD",
      split = "\\R",
      hideParamSyntax = true,
      description = "A user who administers the organization. Repeatable.")
  private List<String> users = List.of();

  @Option(
      names = "--reader",
      paramLabel = "NAME:PASSWORD",
      split = "\\R",
      hideParamSyntax = true,
      description = "A user who may only read. Repeatable.")
  private List<String> readers = List.of();

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      split = "\\R",
      hideParamSyntax = true,
      description = "A key for product events. Repeatable.")
  private List<String> apiKeys = List.of();

  @Option(
      names = "--management-key",
      paramLabel = "KEY",
      split = "\\R",
      hideParamSyntax = true,
      description =
          "A key (atm_ and at least 20 letters, digits, - and _) that administers the organization by"
              + " the management API. Repeatable.")
  private List<String> managementKeys = List.of();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "The environment of these users and databases. Default: production")
  private @Nullable String environment;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      split = "\\R",
      hideParamSyntax = true,
      description =
          "A lakehouse database. Repeatable; the first one is the default catalog, also of those who"
              + " used another before. Default: lakehouse")
  private List<String> databases = List.of();

  BootstrapFlags flags() {
    return new BootstrapFlags(
        secrets(users),
        secrets(readers),
        secrets(apiKeys),
        secrets(managementKeys),
        environment == null ? List.of() : List.of(environment),
        databases);
  }

  private static List<Secret> secrets(List<String> values) {
    return values.stream().map(Secret::new).toList();
  }
}
