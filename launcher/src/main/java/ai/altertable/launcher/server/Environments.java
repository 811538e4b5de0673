package ai.altertable.launcher.server;

import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.identity.Environment;
import java.util.ArrayList;
import java.util.List;

/// The environments that there are.
///
/// @param first the default one
record Environments(Tenants tenants, Environment first) {
  /// The default one, then the others by age; may block.
  List<Environment> all() {
    List<Environment> all = new ArrayList<>();
    all.add(first);
    tenants.environments(tenants.organization(Organization.DEFAULT)).stream()
        .filter(other -> !other.equals(first))
        .forEach(all::add);
    return List.copyOf(all);
  }
}
