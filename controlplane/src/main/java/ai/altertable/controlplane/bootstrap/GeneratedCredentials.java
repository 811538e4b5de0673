package ai.altertable.controlplane.bootstrap;

import ai.altertable.foundation.lifecycle.Secret;

/// What the first start made up. It is kept nowhere, so it must be shown now.
public record GeneratedCredentials(String user, Secret password, Secret apiKey) {}
