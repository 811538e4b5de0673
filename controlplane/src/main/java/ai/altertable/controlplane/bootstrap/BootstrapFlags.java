package ai.altertable.controlplane.bootstrap;

import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;

/// What the command line asked to be there, as it was written.
///
/// @param users `name:password` each, who may write
/// @param readers `name:password` each, who may only read
/// @param apiKeys by which applications send events
/// @param managementKeys `atm_…`, which administer the organization by the management API
/// @param environments the first one is that of the users and databases
/// @param databases the first one is the default catalog
public record BootstrapFlags(
    List<Secret> users,
    List<Secret> readers,
    List<Secret> apiKeys,
    List<Secret> managementKeys,
    List<String> environments,
    List<String> databases) {
  public BootstrapFlags {
    users = List.copyOf(users);
    readers = List.copyOf(readers);
    apiKeys = List.copyOf(apiKeys);
    managementKeys = List.copyOf(managementKeys);
    environments = List.copyOf(environments);
    databases = List.copyOf(databases);
  }

  /// Looks at what can be known before there is anything to change.
  ///
  /// @throws ai.altertable.foundation.error.PlatformException INVALID_PARAMETER that tells all that
  ///   is wrong with the flags
  public void check() {
    var _ = BootstrapPlan.of(this);
  }

  /// Without management keys.
  public BootstrapFlags(
      List<Secret> users,
      List<Secret> readers,
      List<Secret> apiKeys,
      List<String> environments,
      List<String> databases) {
    this(users, readers, apiKeys, List.of(), environments, databases);
  }

  public static BootstrapFlags none() {
    return new BootstrapFlags(List.of(), List.of(), List.of(), List.of(), List.of());
  }
}
