package ai.altertable.controlplane.catalog;

import java.io.IOException;

/// Removes the files of databases that are gone.
@FunctionalInterface
public interface ObjectRemoval {
  /// Removes all that lies under a path; nothing may be there any more.
  ///
  /// @param dataPath as in [Database#dataPath]
  /// @throws IOException when something is left; it is tried again later
  void remove(String dataPath) throws IOException;
}
