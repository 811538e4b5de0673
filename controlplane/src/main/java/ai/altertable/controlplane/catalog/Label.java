package ai.altertable.controlplane.catalog;

import java.util.UUID;

/// A word by which people find their databases again.
public record Label(UUID id, String name, String color) {}
