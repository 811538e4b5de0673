package ai.altertable.controlplane.catalog;

import java.time.Instant;
import java.util.List;

/// A database as those who look after it see it.
///
/// @param labels those of its settings
public record DatabaseEntry(
    Database database,
    DatabaseSettings settings,
    List<Label> labels,
    Instant created,
    Instant updated) {
  public DatabaseEntry {
    labels = List.copyOf(labels);
  }
}
