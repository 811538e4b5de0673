package ai.altertable.controlplane.catalog;

import ai.altertable.foundation.identity.Environment;
import java.util.UUID;

/// A managed database as the control plane knows it.
///
/// @param dataPath where its files are, ending in `/`; it stays, whatever is renamed
/// @param isDefault whether requests that name no catalog mean this one
public record Database(
    UUID id, Environment environment, DatabaseName name, String dataPath, boolean isDefault) {}
