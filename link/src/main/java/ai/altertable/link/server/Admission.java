package ai.altertable.link.server;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Registrar;
import ai.altertable.link.certificate.PeerCheck;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Whether a caller is a member: by its certificate first, and by what the registrar says of it
/// now. Safe for use by several threads, which the registrar may block.
final class Admission {
  private final X509Certificate authority;
  private final Registrar registrar;
  private final Clock clock;

  /// What comes of it.
  sealed interface Outcome {
    /// @param certificateExpires when the certificate that it has shown does
    record Admitted(Member member, Instant certificateExpires) implements Outcome {}

    record Refused(String reason) implements Outcome {}
  }

  Admission(X509Certificate authority, Registrar registrar, Clock clock) {
    this.authority = authority;
    this.registrar = registrar;
    this.clock = clock;
  }

  Outcome admit(Optional<X509Certificate> certificate) {
    if (certificate.isEmpty()) {
      return new Outcome.Refused("it has shown no certificate");
    }
    X509Certificate shown = certificate.get();
    Instant now = clock.instant();
    return switch (PeerCheck.check(shown, authority, now)) {
      case PeerCheck.Verdict.NotOurs(String reason) ->
          new Outcome.Refused(reason + "; the control plane's clock says " + now);
      case PeerCheck.Verdict.OfControlPlane() ->
          new Outcome.Refused("its certificate is not that of a member");
      case PeerCheck.Verdict.OfMember(Member claimed) -> known(claimed, shown);
    };
  }

  private Outcome known(Member claimed, X509Certificate shown) {
    return switch (registrar.admit(claimed.id())) {
      case Registrar.Decision.Refused(String reason) -> new Outcome.Refused(reason);
      case Registrar.Decision.Admitted(Member member) ->
          member.id().equals(claimed.id()) && member.kind() == claimed.kind()
              ? new Outcome.Admitted(member, shown.getNotAfter().toInstant())
              : new Outcome.Refused("its certificate is of another kind of member");
    };
  }
}
