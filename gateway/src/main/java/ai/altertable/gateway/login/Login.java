package ai.altertable.gateway.login;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.Environment;
import java.util.UUID;

/// Somebody whose credentials were right a short while ago. Safe for use by several threads.
public final class Login {
  private final Authenticated who;
  private final IssuedGrants grants;

  Login(Authenticated who, IssuedGrants grants) {
    this.who = who;
    this.grants = grants;
  }

  Authenticated who() {
    return who;
  }

  public boolean isAdministrator() {
    return who.administrator();
  }

  /// The id of who it is.
  public UUID principal() {
    return who.principal().id();
  }

  public Environment environment() {
    return who.environment();
  }

  /// A signed grant for a request.
  ///
  /// @param worker the slug of the only worker that is to believe it
  public String grant(String clientAddress, String worker) {
    return grants.grant(this, clientAddress, worker);
  }
}
