package ai.altertable.controlplane.fleet.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.fleet.TwoReplicas;
import ai.altertable.controlplane.fleet.event.FleetEvent;
import ai.altertable.controlplane.fleet.event.FleetEvent.What;
import ai.altertable.controlplane.fleet.event.FleetEvents;
import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.MemberStore;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Registrar.Decision;
import ai.altertable.foundation.fleet.Registrar.Decision.Admitted;
import ai.altertable.foundation.fleet.Registrar.Decision.Refused;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.testing.TestPostgres;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrollmentTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String HERE = "127.0.0.1";

  private final TwoReplicas replicas = new TwoReplicas();
  private final Environment production = replicas.environment("production");
  private final FleetEvents events = new FleetEvents(replicas.transactions(0));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final EnrollmentTokens tokens =
      new EnrollmentTokens(replicas.transactions(0), () -> now, new SecureRandom());
  private final Enrollment enrollment = enrollment(0);

  @AfterAll
  void close() {
    replicas.close();
  }

  @Test
  void oneOfManyThatRedeemATokenInTwoControlPlanesWins() throws Exception {
    Secret secret = worker(Optional.empty());
    List<Enrollment> two = List.of(enrollment, enrollment(1));
    List<Callable<Decision>> attempts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Enrollment one = two.get(i % 2);
      attempts.add(() -> one.enroll(secret, HERE));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      int admitted = 0;
      for (Future<Decision> attempt : threads.invokeAll(attempts)) {
        switch (attempt.get()) {
          case Admitted _ -> admitted++;
          case Refused(String reason) -> assertThat(reason).contains("has been used", HERE);
        }
      }
      assertThat(admitted).isEqualTo(1);
    }
  }

  @Test
  void refusalsSayWhatToDoAndAreKept() {
    Secret expired = worker(Optional.empty());
    now = now.plus(HOUR);
    assertRefused(expired, "expired");

    IssuedToken revoked =
        tokens.create(TokenRequest.ofWorker(production, Optional.empty(), "", HOUR), "ann");
    tokens.revoke(revoked.token().id(), "ann");
    assertRefused(revoked.secret(), "was revoked");
    assertThatThrownBy(() -> tokens.revoke(revoked.token().id(), "ann"))
        .isInstanceOf(PlatformException.class);

    assertRefused(new Secret("guessed"), "no such enrollment token");
    assertThat(events.latest(3))
        .extracting(FleetEvent::what)
        .containsOnly(What.ENROLLMENT_REFUSED, What.TOKEN_REVOKED);
    assertThat(events.latest(1))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.who()).isEqualTo(HERE);
          assertThat(event.toString()).doesNotContain("guessed");
        });
  }

  @Test
  void secretsAreNotKept() {
    IssuedToken issued =
        tokens.create(TokenRequest.ofGateway(Optional.of("edge"), "the edge", HOUR), "ann");
    assertThat(issued.secret().value()).hasSize(43);
    assertThat(
            TestPostgres.shared()
                .text(replicas.database(), "select json_agg(t) from platform.enrollment_token t"))
        .contains("the edge")
        .doesNotContain(issued.secret().value());
    assertThat(tokens.list()).contains(issued.token());
  }

  @Test
  void membersAreNumberedOrCalledAsWasAskedFor() {
    String first = admitted(worker(Optional.empty())).slug();
    String second = admitted(worker(Optional.empty())).slug();
    assertThat(first).matches("worker-\\d+");
    assertThat(second).matches("worker-\\d+").isNotEqualTo(first);

    Secret one = worker(Optional.of("eu-west"));
    Secret other = worker(Optional.of("eu-west"));
    assertThat(admitted(one).slug()).isEqualTo("eu-west");
    assertThat(admitted(other).slug()).isEqualTo("eu-west-2");
    assertThatThrownBy(() -> worker(Optional.of("eu-west")))
        .isInstanceOfSatisfying(
            PlatformException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
    for (String bad : List.of("Eu West", "hosted-9", "-")) {
      assertThatThrownBy(() -> worker(Optional.of(bad)))
          .as(bad)
          .isInstanceOfSatisfying(
              PlatformException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_PARAMETER));
    }
  }

  @Test
  void hostedWorkerStartedAnewTakesTheOldOnesPlace() {
    Member before = admitted(hosted("hosted-7"));
    Member after = admitted(hosted("hosted-7"));
    assertThat(after.slug()).isEqualTo("hosted-7");
    assertThat(enrollment.admit(after.id())).isEqualTo(new Admitted(after));
    assertThat(enrollment.admit(before.id()))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).contains("revoked"));
    assertThat(enrollment.admit(UUID.randomUUID())).isInstanceOf(Refused.class);
  }

  @Test
  void hostedWorkerStartedAnewIsDrainedAsTheOldOneWas() {
    Member before = admitted(hosted("hosted-8"));
    desire(before, Desired.DRAINING);
    Member after = admitted(hosted("hosted-8"));
    assertThat(desired(after)).isEqualTo(Desired.DRAINING);
    desire(after, Desired.STOPPED);
    assertThat(desired(admitted(hosted("hosted-8"))))
        .as("that the old one was not needed says nothing of the new one")
        .isEqualTo(Desired.ONLINE);
  }

  private void desire(Member member, Desired desired) {
    assertThat(
            replicas
                .transactions(0)
                .<Boolean>call(handle -> MemberStore.desire(handle, member.id(), desired)))
        .isTrue();
  }

  private Desired desired(Member member) {
    return new MemberStore(replicas.transactions(0)).find(member.id()).orElseThrow().desired();
  }

  private void assertRefused(Secret secret, String reason) {
    assertThat(enrollment.enroll(secret, HERE))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).contains(reason));
  }

  private Secret worker(Optional<String> slug) {
    return tokens.create(TokenRequest.ofWorker(production, slug, "", HOUR), "ann").secret();
  }

  private Secret hosted(String slug) {
    return tokens.create(TokenRequest.ofHosted(production, slug, HOUR), "platform").secret();
  }

  private Member admitted(Secret secret) {
    return ((Admitted) enrollment.enroll(secret, HERE)).member();
  }

  private Enrollment enrollment(int replica) {
    return new Enrollment(
        replicas.transactions(replica),
        new MemberStore(replicas.transactions(replica)),
        new FleetEvents(replicas.transactions(replica)),
        () -> now);
  }
}
