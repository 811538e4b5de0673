package ai.altertable.link.client;

import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.CertificateRequests;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.KeyPairs;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.certificate.PeerTrust;
import ai.altertable.link.contract.EnrollRequest;
import ai.altertable.link.contract.Issued;
import ai.altertable.link.contract.LinkGrpc;
import ai.altertable.link.contract.RenewRequest;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.link.message.ServerTime;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Gets identities: the first one for a token, each further one for the one before. Its callers'
/// threads wait for the control plane.
final class Enrollment {
  private final LinkConfig config;
  private final IdentityStore store;
  private final Clock clock;
  private final SecureRandom random;

  Enrollment(LinkConfig config, IdentityStore store, Clock clock, SecureRandom random) {
    this.config = config;
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  EnrollmentOutcome enroll(EnrollmentToken token, String version) {
    try (Channels channels = Channels.open(config)) {
      ManagedChannel channel =
          channels.to(
              token.address(),
              PeerTrust.inControlPlane(token.authority(), clock),
              Optional.empty());
      try {
        return enroll(channel, token, version);
      } finally {
        Channels.end(channel);
      }
    }
  }

  private EnrollmentOutcome enroll(ManagedChannel channel, EnrollmentToken token, String version) {
    KeyPair pair = KeyPairs.generate(random);
    EnrollRequest request =
        EnrollRequest.newBuilder()
            .setSecret(token.secret().value())
            .setVersion(version)
            .setCertificateRequest(ByteString.copyFrom(CertificateRequests.make(pair, random)))
            .build();
    try {
      Issued issued = stub(channel).enroll(request);
      MemberIdentity identity =
          MemberIdentity.issued(
              token.address(),
              pair.getPrivate(),
              issued.getCertificate().toByteArray(),
              issued.getAuthority().toByteArray());
      if (!identity.isOf(token.authority())) {
        return new EnrollmentOutcome.Refused("the certificate is not of the token's authority");
      }
      return kept(identity, Instant.ofEpochMilli(issued.getServerTimeMillis()));
    } catch (StatusRuntimeException failed) {
      Failure failure = Failure.of(failed, clock);
      return failure.refused()
          ? new EnrollmentOutcome.Refused(failure.reason())
          : new EnrollmentOutcome.Unreachable(failure.reason());
    } catch (IllegalArgumentException wrong) {
      return new EnrollmentOutcome.Refused("the control plane's answer: " + wrong.getMessage());
    }
  }

  private EnrollmentOutcome kept(MemberIdentity identity, Instant server) {
    store.store(identity);
    Instant now = clock.instant();
    boolean usable =
        now.isAfter(identity.certificate().getNotBefore().toInstant())
            && now.isBefore(identity.expires());
    if (usable) {
      return new EnrollmentOutcome.Enrolled(identity);
    }
    return new EnrollmentOutcome.Refused(
        "the member is enrolled, but by this machine's clock its certificate is not valid: "
            + ServerTime.skew(server, now).orElse("it is for a very short time")
            + " and start again; no new token is needed");
  }

  /// The next identity of a member, stored.
  ///
  /// @throws StatusRuntimeException when it does not get one
  /// @throws IllegalArgumentException when what it gets is of no use
  MemberIdentity renew(ManagedChannel channel, MemberIdentity identity) {
    KeyPair pair = KeyPairs.generate(random);
    Issued issued =
        stub(channel)
            .renew(
                RenewRequest.newBuilder()
                    .setCertificateRequest(
                        ByteString.copyFrom(CertificateRequests.make(pair, random)))
                    .build());
    MemberIdentity next =
        MemberIdentity.issued(
            identity.address(),
            pair.getPrivate(),
            issued.getCertificate().toByteArray(),
            issued.getAuthority().toByteArray());
    if (!next.member().id().equals(identity.member().id())
        || !next.authority().equals(identity.authority())) {
      throw new IllegalArgumentException("the certificate that came is of another member");
    }
    store.store(next);
    return next;
  }

  private LinkGrpc.LinkBlockingStub stub(ManagedChannel channel) {
    return LinkGrpc.newBlockingStub(channel)
        .withDeadlineAfter(config.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }
}
