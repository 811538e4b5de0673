package ai.altertable.controlplane.bootstrap;

import ai.altertable.controlplane.access.Role;
import ai.altertable.foundation.lifecycle.Secret;

record PlannedUser(String name, Secret password, Role role) {}
