package ai.altertable.controlplane.access;

import ai.altertable.foundation.identity.Environment;
import java.util.List;
import java.util.UUID;

/// Which catalogs an environment has.
public interface EnvironmentCatalogs {
  /// @param database its id
  /// @param name as it is called in SQL
  /// @param readOnly whether nobody may write to it
  /// @param isDefault whether a request that names none means this one
  record Catalog(UUID database, String name, boolean readOnly, boolean isDefault) {}

  /// In the order of creation.
  List<Catalog> catalogs(Environment environment);
}
