package ai.altertable.link.client;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.link.EnrollmentConfig;
import ai.altertable.link.Fleet;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.SettableClock;
import ai.altertable.link.StrangerConfig;
import ai.altertable.link.certificate.Authority;
import ai.altertable.link.certificate.CertificateRequests;
import ai.altertable.link.certificate.KeyPairs;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.certificate.PeerTrust;
import ai.altertable.link.contract.EnrollRequest;
import ai.altertable.link.contract.LinkGrpc;
import ai.altertable.link.contract.RenewRequest;
import ai.altertable.link.enrollment.EnrollmentToken;
import ai.altertable.testing.CapturedLog;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who tries to become a member, or to pass for one, and may not: refused with a reason, logged,
/// and no secret shown.
class EnrollmentAttackTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Member WORKER = new Member(UUID.randomUUID(), Member.Kind.WORKER, "w-1");

  @TempDir private Path folder;
  private final CapturedLog log = CapturedLog.of("ai.altertable.link");
  private Fleet fleet;

  @BeforeEach
  void start() {
    fleet = new Fleet(Fleet.QUICK, CLOCK, folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
    log.close();
  }

  @Test
  void tokenWorksOnce() {
    EnrollmentToken token = fleet.token(fleet.registrar.token("w-1"));
    assertThat(fleet.enroll(token, fleet.store("first"), CLOCK))
        .isInstanceOf(EnrollmentOutcome.Enrolled.class);

    refused(fleet.enroll(token, fleet.store("second"), CLOCK), "has been used", token);
    assertThat(fleet.store("second").load()).isEmpty();
  }

  @Test
  void expiredTokenIsRefused() {
    Secret secret = fleet.registrar.token("w-1");
    fleet.registrar.expire(secret);
    refused(
        fleet.enroll(fleet.token(secret), fleet.store("x"), CLOCK), "expired", fleet.token(secret));
  }

  @Test
  void guessesAreLimited() {
    EnrollmentConfig few =
        new EnrollmentConfig(5, Duration.ofMinutes(1), 100, Duration.ofMillis(1));
    fleet.close();
    fleet = new Fleet(limited(few), CLOCK, folder);
    Secret right = fleet.registrar.token("w-1");
    List<Status.Code> answers = new ArrayList<>();
    calling(
        Optional.empty(),
        stub -> {
          for (int i = 0; i < 40; i++) {
            EnrollRequest guess = request("a-guess-of-many-" + i, csr());
            answers.add(code(() -> stub.enroll(guess)));
          }
        });

    assertThat(answers.subList(0, 5)).containsOnly(Status.Code.UNAUTHENTICATED);
    assertThat(answers.subList(5, 40)).containsOnly(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(log.lines()).hasSize(2).last().asString().contains("too many", "127.0.0.1");
    assertThat(fleet.enroll(fleet.token(right), fleet.store("x"), CLOCK).toString())
        .contains("too many enrolments are tried");
  }

  @Test
  void serverOfAnotherAuthorityGetsNoToken() {
    Secret secret = fleet.registrar.token("w-1");
    Authority other = Authority.create(CLOCK, fleet.random);
    EnrollmentToken wrong = new EnrollmentToken(fleet.address(), other.fingerprint(), secret);

    EnrollmentOutcome outcome = fleet.enroll(wrong, fleet.store("x"), CLOCK);
    assertThat(outcome).isInstanceOf(EnrollmentOutcome.Refused.class);
    assertThat(outcome.toString()).contains("fingerprint").doesNotContain(secret.value());
    assertThat(fleet.enroll(fleet.token(secret), fleet.store("x"), CLOCK))
        .as("it has not been spent")
        .isInstanceOf(EnrollmentOutcome.Enrolled.class);
  }

  @Test
  void requestThatIsNoneOfOursSpendsNoToken() {
    Secret secret = fleet.registrar.token("w-1");
    byte[] changed = csr();
    changed[changed.length - 3] ^= 1;
    calling(
        Optional.empty(),
        stub -> {
          for (byte[] bad : List.of(changed, new byte[0], new byte[1 << 20])) {
            assertThat(code(() -> stub.enroll(request(secret.value(), bad))))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
          }
        });

    logged("certificate request");
    assertThat(fleet.enroll(fleet.token(secret), fleet.store("x"), CLOCK))
        .isInstanceOf(EnrollmentOutcome.Enrolled.class);
  }

  @Test
  void callerWithoutCertificateMayOnlyEnrol() {
    fleet.registrar.add(WORKER);
    turnedAway(Optional.empty(), "shown no certificate");
  }

  @Test
  void certificateOfAnotherAuthorityIsRefused() {
    fleet.registrar.add(WORKER);
    Authority other = Authority.create(CLOCK, fleet.random);
    turnedAway(Optional.of(identity(other, WORKER, CLOCK)), "another authority");
  }

  @Test
  void expiredCertificateIsRefused() {
    fleet.registrar.add(WORKER);
    Clock past = SettableClock.ahead(Duration.ofHours(-2));
    turnedAway(Optional.of(identity(fleet.authority, WORKER, past)), "has expired at");
  }

  @Test
  void certificateOfTheFutureIsRefused() {
    fleet.registrar.add(WORKER);
    Clock future = SettableClock.ahead(Duration.ofHours(2));
    turnedAway(Optional.of(identity(fleet.authority, WORKER, future)), "not valid before");
  }

  @Test
  void revokedMemberIsRefused() {
    turnedAway(Optional.of(identity(fleet.authority, WORKER, CLOCK)), "no member any more");
  }

  @Test
  void memberOfAnotherKindIsRefused() {
    fleet.registrar.add(new Member(WORKER.id(), Member.Kind.GATEWAY, WORKER.slug()));
    turnedAway(Optional.of(identity(fleet.authority, WORKER, CLOCK)), "another kind");
  }

  @Test
  void clockThatIsAheadIsNamed() {
    EnrollmentToken token = fleet.token(fleet.registrar.token("w-1"));
    EnrollmentOutcome outcome =
        fleet.enroll(token, fleet.store("x"), SettableClock.ahead(Duration.ofDays(3)));
    assertThat(outcome.toString()).contains("clock is 259", "s ahead of", "no new token");
  }

  @Test
  void clockThatIsBehindIsNamedBeforeTheTokenIsSpent() {
    EnrollmentToken token = fleet.token(fleet.registrar.token("w-1"));
    EnrollmentOutcome outcome =
        fleet.enroll(token, fleet.store("x"), SettableClock.ahead(Duration.ofDays(-3)));
    assertThat(outcome.toString()).contains("not valid before", "this machine's clock says");
    assertThat(fleet.enroll(token, fleet.store("x"), CLOCK))
        .isInstanceOf(EnrollmentOutcome.Enrolled.class);
  }

  @Test
  void controlPlaneThatIsNotThereIsUnreachable() {
    EnrollmentToken token = fleet.token(fleet.registrar.token("w-1"));
    fleet.stop();
    assertThat(fleet.enroll(token, fleet.store("x"), CLOCK))
        .isInstanceOf(EnrollmentOutcome.Unreachable.class);
  }

  private void refused(EnrollmentOutcome outcome, String reason, EnrollmentToken token) {
    assertThat(outcome).isInstanceOf(EnrollmentOutcome.Refused.class);
    assertThat(outcome.toString()).contains(reason);
    logged(reason);
    assertThat(log.lines()).noneMatch(line -> line.contains(token.secret().value()));
    assertThat(outcome.toString()).doesNotContain(token.secret().value());
  }

  private void logged(String reason) {
    assertThat(log.lines())
        .anyMatch(line -> line.contains(reason) && line.contains("from 127.0.0.1"));
  }

  /// Whoever shows this can neither renew nor connect.
  private void turnedAway(Optional<MemberIdentity> identity, String reason) {
    calling(
        identity,
        stub -> {
          Status renewal =
              status(() ->
                  stub.renew(
                      RenewRequest.newBuilder()
                          .setCertificateRequest(ByteString.copyFrom(csr()))
                          .build()));
          assertThat(renewal.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
          assertThat(renewal.getDescription()).contains(reason);
        });
    try (Channels channels = Channels.open(Fleet.QUICK)) {
      ManagedChannel channel = channels.to(fleet.address(), trust(), identity);
      MemberStream stream =
          MemberStream.open(channel, Fleet.STATUS, Optional.empty(), (_, _) -> {}, CLOCK);
      Failure failure = stream.ended().join();
      assertThat(failure.refused()).isTrue();
      assertThat(failure.reason()).contains(reason);
      Channels.end(channel);
    }
    logged(reason);
    assertThat(fleet.links.links()).isEmpty();
  }

  private void calling(
      Optional<MemberIdentity> identity, Consumer<LinkGrpc.LinkBlockingStub> calls) {
    try (Channels channels = Channels.open(Fleet.QUICK)) {
      ManagedChannel channel = channels.to(fleet.address(), trust(), identity);
      calls.accept(LinkGrpc.newBlockingStub(channel));
      Channels.end(channel);
    }
  }

  private PeerTrust trust() {
    return PeerTrust.inControlPlane(fleet.authority.certificate(), CLOCK);
  }

  private MemberIdentity identity(Authority authority, Member member, Clock clock) {
    KeyPair pair = KeyPairs.generate(fleet.random);
    X509Certificate certificate =
        authority.issue(member, pair.getPublic(), Duration.ofHours(1), clock, fleet.random);
    return MemberIdentity.of(
        fleet.address(), pair.getPrivate(), certificate, authority.certificate());
  }

  private byte[] csr() {
    return CertificateRequests.make(KeyPairs.generate(fleet.random), fleet.random);
  }

  private static EnrollRequest request(String secret, byte[] csr) {
    return EnrollRequest.newBuilder()
        .setSecret(secret)
        .setCertificateRequest(ByteString.copyFrom(csr))
        .build();
  }

  private static Status.Code code(Runnable call) {
    return status(call).getCode();
  }

  private static Status status(Runnable call) {
    try {
      call.run();
      return Status.OK;
    } catch (StatusRuntimeException failure) {
      return failure.getStatus();
    }
  }

  private static LinkConfig limited(EnrollmentConfig enrollment) {
    return new LinkConfig(
        Duration.ofHours(1),
        Duration.ofMillis(100),
        Duration.ofMillis(800),
        Duration.ofSeconds(5),
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofMillis(20),
        50,
        DataSize.ofMebibytes(1),
        DataSize.ofMebibytes(1),
        enrollment,
        StrangerConfig.defaults());
  }
}
