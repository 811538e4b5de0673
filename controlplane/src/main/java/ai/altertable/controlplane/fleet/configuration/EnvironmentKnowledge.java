package ai.altertable.controlplane.fleet.configuration;

import ai.altertable.foundation.catalog.Catalogs;
import ai.altertable.foundation.identity.Environment;
import java.util.Map;
import java.util.Optional;

/// What the workers of one environment are to know of it.
///
/// @param catalogs with the passwords of their roles
/// @param defaultCatalog the one that a request means when it names none
/// @param statements settings for statements, by name
public record EnvironmentKnowledge(
    Catalogs catalogs, Optional<String> defaultCatalog, Map<String, String> statements) {
  public EnvironmentKnowledge {
    statements = Map.copyOf(statements);
  }

  /// Reads it from where it is kept; may block.
  @FunctionalInterface
  public interface Source {
    EnvironmentKnowledge of(Environment environment);
  }
}
