package ai.altertable.link.client;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.fleet.Member;
import ai.altertable.link.FakeMember;
import ai.altertable.link.Fleet;
import ai.altertable.link.SettableClock;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.KeyPairs;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.testing.CapturedLog;
import ai.altertable.testing.Patience;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Member WORKER = new Member(UUID.randomUUID(), Member.Kind.WORKER, "w-1");

  @TempDir private Path folder;
  private final FakeMember member = new FakeMember();

  @Test
  void certificateIsRenewedHalfwayAndTheLinkGoesOn() {
    try (Fleet fleet =
        new Fleet(Fleet.QUICK.withCertificateLife(Duration.ofSeconds(4)), CLOCK, folder)) {
      IdentityStore store = fleet.enrolled(WORKER);
      LinkClient client = fleet.connect(store, member);
      Instant first = client.identity().expires();
      Patience.until("renewed twice", () -> fleet.links.links().size() >= 3);

      member.add("after renewal");
      Patience.until("stored", () -> member.waiting() == 0);
      assertThat(client.identity().expires()).isAfter(first);
      assertThat(store.load()).contains(client.identity());
      assertThat(client.identity().member()).isEqualTo(WORKER);
    }
  }

  @Test
  void certificateWhoseHalfLifeHasPassedWhileAwayIsRenewedFirst() {
    try (Fleet fleet = new Fleet(Fleet.QUICK, CLOCK, folder)) {
      LinkClient client = fleet.connect(issued(fleet, Duration.ofHours(-20)), member);
      Patience.until("linked", () -> client.state() instanceof LinkState.Connected);
      assertThat(client.identity().expires()).isAfter(Instant.now().plus(Duration.ofHours(23)));
      assertThat(fleet.links.links()).hasSize(1);
    }
  }

  @Test
  void certificateThatHasExpiredWhileAwayAsksForANewToken() {
    try (Fleet fleet = new Fleet(Fleet.QUICK, CLOCK, folder);
        CapturedLog log = CapturedLog.of("ai.altertable.link.client")) {
      LinkClient client = fleet.connect(issued(fleet, Duration.ofHours(-25)), member);
      Patience.until("refused", () -> client.state() instanceof LinkState.Refused);
      assertThat(client.state().toString()).contains("expired at").contains("enrol it again");
      assertThat(log.lines()).anyMatch(line -> line.contains("expired at"));
    }
  }

  /// Whose clock is days ahead still works, and does not renew without end.
  @Test
  void linkOfAMachineWhoseClockIsWrongIsKeptAndTheClockNamed() {
    try (Fleet fleet = new Fleet(Fleet.QUICK, CLOCK, folder);
        CapturedLog log = CapturedLog.of("ai.altertable.link.client")) {
      IdentityStore store = fleet.enrolled(WORKER);
      SettableClock wrong = SettableClock.ahead(Duration.ofDays(2));
      LinkClient client = fleet.connect(store, member, wrong, fleet.address());
      Patience.until("linked", () -> client.state() instanceof LinkState.Connected);
      Patience.until("heartbeats", () -> fleet.links.heartbeats.size() > 5);
      assertThat(fleet.links.links()).hasSize(1);
      assertThat(log.lines()).anyMatch(line -> line.contains("s ahead of the control plane's"));
    }
  }

  private static IdentityStore issued(Fleet fleet, Duration when) {
    fleet.registrar.add(WORKER);
    KeyPair pair = KeyPairs.generate(fleet.random);
    var certificate =
        fleet.authority.issue(
            WORKER,
            pair.getPublic(),
            Duration.ofHours(24),
            SettableClock.ahead(when),
            fleet.random);
    IdentityStore store = fleet.store("issued");
    store.store(
        MemberIdentity.of(
            fleet.address(), pair.getPrivate(), certificate, fleet.authority.certificate()));
    return store;
  }
}
