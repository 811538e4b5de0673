package ai.altertable.foundation.identity;

import java.util.Map;
import java.util.Optional;

/// What the gateway tells a worker about a request: who asks, and what may be touched. A worker
/// believes nothing else.
///
/// It travels as the HTTP header [#HEADER] in the form of [GrantCodec], over a Unix domain socket
/// that only the platform's own user can open.
public record Grant(
    Principal principal,
    Environment environment,
    Map<String, Access> access,
    Optional<String> defaultCatalog,
    ClientInterface clientInterface,
    String clientAddress) {
  public static final String HEADER = "altertable-grant";

  public Grant {
    access = Map.copyOf(access);
  }
}
