package ai.altertable.gateway;

import ai.altertable.foundation.identity.Authenticator;
import ai.altertable.foundation.identity.GrantSigner;
import ai.altertable.foundation.placement.Placements;
import ai.altertable.http.wire.UpstreamAddress;
import ai.altertable.http.wire.UpstreamTls;
import java.util.Optional;
import java.util.function.Supplier;

/// What a gateway stands in front of.
///
/// @param authenticator knows who sends a request; may be far away, and be away for a while
/// @param signer of what workers are told about requests; workers have to know its key
/// @param placements knows the workers
/// @param controlPlane where the control plane's HTTP server listens, which has the management API
///   and history; asked for each request, must not block; empty while it is not known
/// @param members shows this gateway's certificate to workers that listen on TCP; is left open when
///   the gateway closes
public record Backend(
    Authenticator authenticator,
    GrantSigner signer,
    Placements placements,
    Supplier<Optional<UpstreamAddress>> controlPlane,
    Optional<UpstreamTls> members) {

  /// One whose workers are all on this machine.
  public static Backend local(
      Authenticator authenticator, GrantSigner signer, Placements placements) {
    return new Backend(authenticator, signer, placements, Optional::empty, Optional.empty());
  }

  public Backend withControlPlane(UpstreamAddress address) {
    return new Backend(authenticator, signer, placements, () -> Optional.of(address), members);
  }
}
