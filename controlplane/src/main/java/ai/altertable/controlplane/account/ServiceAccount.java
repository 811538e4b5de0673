package ai.altertable.controlplane.account;

import java.util.UUID;

/// A principal that is no person: a program's.
public record ServiceAccount(UUID id, String label, String slug) {}
