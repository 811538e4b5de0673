package ai.altertable.controlplane.access;

import ai.altertable.controlplane.access.EnvironmentCatalogs.Catalog;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Authentication.Rejected;
import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Checks names and passwords against the stored verifiers. Whatever is wrong, a name that nobody
/// has or can have, or a password, costs the same: one hash. A login that was right is remembered
/// for a short while, a wrong one never.
///
/// Catalogs on which the principal has no role are not there for it. Its default catalog is the
/// environment's, or else the oldest one that it sees.
public final class PasswordAuthenticator implements Authenticator {
  private final Users users;
  private final Passwords passwords;
  private final RememberedLogins remembered;
  private final EnvironmentCatalogs environments;

  public PasswordAuthenticator(
      Users users,
      Passwords passwords,
      RememberedLogins remembered,
      EnvironmentCatalogs environments) {
    this.users = users;
    this.passwords = passwords;
    this.remembered = remembered;
    this.environments = environments;
  }

  @Override
  public Authentication authenticate(String name, Secret password) {
    if (!UserName.isLegal(name) || !Passwords.isLegal(password)) {
      passwords.checkNothing();
      return new Rejected();
    }
    Optional<Authenticated> known = remembered.find(name, password);
    if (known.isPresent()) {
      return known.get();
    }
    long generation = remembered.generation();
    Optional<Credential> credential = users.credential(name);
    boolean right = passwords.check(credential.map(Credential::verifier), password);
    if (!right || credential.isEmpty()) {
      return new Rejected();
    }
    Authenticated answer = authenticated(credential.get());
    remembered.remember(name, password, answer, generation, credential.get().expires());
    return answer;
  }

  private Authenticated authenticated(Credential credential) {
    Map<String, Access> access = new LinkedHashMap<>();
    Optional<String> defaultCatalog = Optional.empty();
    for (Catalog catalog : environments.catalogs(credential.environment())) {
      Optional<Access> right =
          credential.rights().on(credential.environment().id(), catalog.database());
      if (right.isPresent()) {
        access.put(catalog.name(), catalog.readOnly() ? Access.READ : right.get());
        if (defaultCatalog.isEmpty() || catalog.isDefault()) {
          defaultCatalog = Optional.of(catalog.name());
        }
      }
    }
    return new Authenticated(
        credential.principal(),
        credential.revision(),
        credential.environment(),
        credential.rights().administrates(),
        access,
        defaultCatalog);
  }
}
