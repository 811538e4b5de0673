package ai.altertable.foundation.identity;

import java.util.UUID;

/// Who asks: a user or a service account of the organization.
public record Principal(UUID id, String name) {}
