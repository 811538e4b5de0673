package ai.altertable.controlplane.catalog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What is said of a database beside its name.
///
/// @param readOnly whether nobody may write to it
/// @param bucket as it was given; all files are in the platform's own storage
/// @param snapshotRetentionDays as it was given; empty: for ever
/// @param labels the ids of those that it has
public record DatabaseSettings(
    boolean readOnly,
    Optional<String> description,
    Optional<String> bucket,
    Optional<Integer> snapshotRetentionDays,
    List<UUID> labels) {
  public DatabaseSettings {
    labels = List.copyOf(labels);
  }

  public static DatabaseSettings none() {
    return new DatabaseSettings(
        false, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }
}
