package ai.altertable.foundation.catalog;

import java.util.List;

/// All catalogs of an environment, as its workers are told.
public record Catalogs(MetadataServer metadata, List<ManagedDatabase> databases) {
  public Catalogs {
    databases = List.copyOf(databases);
  }
}
