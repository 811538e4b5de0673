package ai.altertable.controlplane.access;

import ai.altertable.controlplane.tenant.Organization;
import ai.altertable.controlplane.tenant.Tenants;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import java.util.List;

/// What an operator does with users. Every change takes effect at once: what was granted before
/// counts no more. Safe for use by several threads.
public final class Accounts {
  private final Tenants tenants;
  private final Users users;

  public Accounts(Tenants tenants, Users users) {
    this.tenants = tenants;
    this.users = users;
  }

  /// All users, by name.
  public List<User> list() {
    return users.list(organization());
  }

  /// Makes a user of the oldest environment.
  ///
  /// @throws PlatformException ALREADY_EXISTS when there is one of that name, INVALID_PARAMETER
  ///   when nobody may be called that or have that password
  public void add(String name, Secret password, Role role) {
    check(name);
    check(password);
    Organization organization = organization();
    users.add(organization, environment(organization), name, password, role);
  }

  /// @throws PlatformException OBJECT_NOT_FOUND, INVALID_PARAMETER
  public void setPassword(String name, Secret password) {
    check(password);
    users.setPassword(organization(), name, password);
  }

  /// @throws PlatformException OBJECT_NOT_FOUND, and INVALID_PARAMETER for the last administrator
  public void remove(String name) {
    users.remove(organization(), name);
  }

  private Organization organization() {
    return tenants.organization(Organization.DEFAULT);
  }

  private Environment environment(Organization organization) {
    return tenants.environments(organization).stream()
        .findFirst()
        .orElseThrow(() ->
            new PlatformException(
                ErrorCode.OBJECT_NOT_FOUND, "there is no environment yet; start the server first"));
  }

  private static void check(String name) {
    if (!UserName.isLegalForNew(name)) {
      throw new PlatformException(ErrorCode.INVALID_PARAMETER, UserName.RULE);
    }
  }

  private static void check(Secret password) {
    if (!Passwords.isLegal(password)) {
      throw new PlatformException(
          ErrorCode.INVALID_PARAMETER, "a password must have 1 to 1024 characters");
    }
  }
}
