package ai.altertable.gateway.login;

import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.ClientInterface;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.GrantCodec;
import org.jspecify.annotations.Nullable;

/// Somebody whose credentials were right a short while ago. Safe for use by several threads.
public final class Login {
  private record Issued(String clientAddress, String grant) {}

  private final Authenticated who;
  private volatile @Nullable Issued latest;

  Login(Authenticated who) {
    this.who = who;
  }

  public Environment environment() {
    return who.environment();
  }

  /// The encoded grant for requests from that address. The latest one is kept: a login is mostly
  /// used from one place.
  public String grant(String clientAddress) {
    Issued issued = latest;
    if (issued == null || !issued.clientAddress().equals(clientAddress)) {
      issued = new Issued(clientAddress, encode(clientAddress));
      latest = issued;
    }
    return issued.grant();
  }

  private String encode(String clientAddress) {
    return GrantCodec.encode(
        new Grant(
            who.principal(),
            who.environment(),
            who.access(),
            who.defaultCatalog(),
            ClientInterface.HTTP,
            clientAddress));
  }
}
