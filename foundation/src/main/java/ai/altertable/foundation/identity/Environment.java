package ai.altertable.foundation.identity;

import java.util.UUID;

/// An isolated workspace of the organization. The slug is its name in addresses and flags.
public record Environment(UUID id, String slug) {}
