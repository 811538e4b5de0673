package ai.altertable.foundation.identity;

import java.util.Map;
import java.util.Optional;

/// The answer to a claim of identity. A wrong name and a wrong password are not told apart.
public sealed interface Authentication {
  /// @param revision counts the changes of the principal's credentials and rights, see [Revocation]
  /// @param administrator whether it looks after the organization, and so may see how the server is
  /// @param access the catalogs that the principal may see, by name
  /// @param defaultCatalog the catalog of a request that names none
  record Authenticated(
      Principal principal,
      long revision,
      Environment environment,
      boolean administrator,
      Map<String, Access> access,
      Optional<String> defaultCatalog)
      implements Authentication {
    public Authenticated {
      access = Map.copyOf(access);
    }
  }

  record Rejected() implements Authentication {}
}
