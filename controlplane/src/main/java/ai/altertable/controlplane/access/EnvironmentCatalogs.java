package ai.altertable.controlplane.access;

import ai.altertable.foundation.identity.Environment;
import java.util.List;
import java.util.Optional;

/// Which catalogs an environment has.
public interface EnvironmentCatalogs {
  /// @param names as they are called in SQL
  /// @param defaultName the one that a request means when it names none
  record Catalogs(List<String> names, Optional<String> defaultName) {
    public Catalogs {
      names = List.copyOf(names);
    }
  }

  Catalogs catalogs(Environment environment);
}
