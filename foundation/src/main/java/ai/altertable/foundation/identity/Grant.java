package ai.altertable.foundation.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the server tells a worker about a request: who asks, what may be touched, and which worker
/// may believe it until when. A worker believes nothing else.
///
/// It travels as the HTTP header [#HEADER], signed by a [GrantSigner]. Workers are reached over a
/// Unix domain socket that only the platform's own user can open; the signature is the second wall.
///
/// @param revision of the principal when its credentials were checked: a [Revocation] names the
///   first one that still counts
public record Grant(
    Principal principal,
    long revision,
    Environment environment,
    Map<String, Access> access,
    Optional<String> defaultCatalog,
    ClientInterface clientInterface,
    String clientAddress,
    Validity validity) {
  public static final String HEADER = "altertable-grant";

  /// Where and when a grant counts.
  ///
  /// @param worker the slug of the only worker that may believe it
  public record Validity(String worker, Instant issued, Instant expires) {}

  public Grant {
    access = Map.copyOf(access);
  }

  /// The server's own, for what it asks of a worker in nobody's name.
  public static Grant ofPlatform(
      Environment environment, Map<String, Access> access, Validity validity) {
    return new Grant(
        Principal.PLATFORM,
        0,
        environment,
        access,
        access.keySet().stream().sorted().findFirst(),
        ClientInterface.PLATFORM,
        "local",
        validity);
  }
}
