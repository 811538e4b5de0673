package ai.altertable.link.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.fleet.Arrival;
import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.Instruction;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.Report;
import ai.altertable.link.FakeMember;
import ai.altertable.link.Fleet;
import ai.altertable.link.HarmfulProxy;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.IdentityStore;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.testing.Patience;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
  @TempDir private Path folder;
  private Fleet fleet;
  private final FakeMember member = new FakeMember();

  @BeforeEach
  void start() {
    fleet = new Fleet(Fleet.QUICK, Clock.systemUTC(), folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void memberIsToldWhatItIsToKnowAndOnlyWhatChanges() {
    fleet.links.want(Configuration.of(Map.of("a", "1", "b", "2")));
    fleet.connect(fleet.enrolled("w-1"), member);
    Patience.until("the first", () -> fleet.links.configured.get() == 1);

    fleet.links.want(Configuration.of(Map.of("b", "3", "c", "4")));
    Patience.until("the second", () -> fleet.links.configured.get() == 2);

    assertThat(member.configurations)
        .containsExactly(
            Configuration.of(Map.of("a", "1", "b", "2")),
            Configuration.of(Map.of("b", "3", "c", "4")));
  }

  @Test
  void configurationLargerThanAMessageArrivesWhole() {
    Map<String, String> entries = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      entries.put("large/" + i, Character.toString('a' + i).repeat(5_000_000 / 2));
    }
    fleet.links.want(Configuration.of(entries));
    fleet.connect(fleet.enrolled("w-1"), member);

    Patience.until("it is there", () -> fleet.links.configured.get() == 1);
    assertThat(member.configurations).containsExactly(Configuration.of(entries));
  }

  @Test
  void configurationThatIsTooLargeIsRefusedAndTheOneBeforeStays() {
    fleet.links.want(Configuration.of(Map.of("a", "1")));
    fleet.connect(fleet.enrolled("w-1"), member);
    Patience.until("the first", () -> fleet.links.configured.get() == 1);

    assertThatThrownBy(() -> fleet.links.want(Configuration.of(Map.of("a", "x".repeat(17 << 20)))))
        .hasMessageContaining("larger than");
    fleet.links.want(Configuration.of(Map.of("a", "2")));
    Patience.until("the next", () -> fleet.links.configured.get() == 2);
    assertThat(member.configurations).last().isEqualTo(Configuration.of(Map.of("a", "2")));
  }

  @Test
  void instructionsArriveInTheirOrder() {
    fleet.connect(fleet.enrolled("w-1"), member);
    Patience.until("linked", () -> fleet.links.links().size() == 1);
    List<Instruction> given =
        List.of(new Instruction.Drain(true), new Instruction.Drain(false), new Instruction.Stop());
    given.forEach(fleet.links.links().getFirst()::instruct);

    Patience.until("told", () -> member.instructions.size() == 3);
    assertThat(member.instructions).isEqualTo(given);
  }

  @Test
  void heartbeatsSayWhatTheMemberSays() {
    fleet.connect(fleet.enrolled("w-1"), member);
    Patience.until("three", () -> fleet.links.heartbeats.size() >= 3);
    assertThat(fleet.links.heartbeats).containsOnly(Fleet.STATUS);
  }

  /// The next heartbeats would take long enough to be missed.
  @Test
  void whatIsAnnouncedIsToldAtOnce() {
    try (Fleet slow = new Fleet(LinkConfig.defaults(), Clock.systemUTC(), folder)) {
      LinkClient link = slow.connect(slow.enrolled("w-2"), new FakeMember());
      Patience.until("linked", () -> link.state() instanceof LinkState.Connected);
      for (int i = 0; i < 20; i++) {
        link.announce();
      }
      Patience.until("all are told", () -> slow.links.heartbeats.size() >= 20);
    }
  }

  @Test
  void reportsAreStoredAndThenForgotten() {
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      reports.add(member.add("report " + i));
    }
    reports.add(member.add("é".repeat(500_000)));
    fleet.links.failing.set(3);
    fleet.connect(fleet.enrolled("w-1"), member);

    Patience.until("none waits", () -> member.waiting() == 0);
    assertThat(fleet.links.stored)
        .isEqualTo(reports.stream().collect(Collectors.toMap(Report::id, Report::text)));
    assertThat(fleet.links.told).hasValue(301);
  }

  @Test
  void reportThatIsTooLargeDoesNotHoldUpOthers() {
    member.add("x".repeat(ReportSender.REPORT_BYTES_MAX + 1));
    Report fine = member.add("fine");
    fleet.connect(fleet.enrolled("w-1"), member);

    Patience.until("none waits", () -> member.waiting() == 0);
    assertThat(fleet.links.stored).containsOnlyKeys(fine.id());
  }

  @Test
  void memberThatStartsAgainIsLinkedAgain() {
    IdentityStore store = fleet.enrolled("w-1");
    LinkClient first = fleet.connect(store, new FakeMember());
    Patience.until("linked", () -> first.state() instanceof LinkState.Connected);
    first.close();
    LinkClient second = fleet.connect(store, member);

    Patience.until("linked", () -> second.state() instanceof LinkState.Connected);
    Patience.until("the first is gone", () -> fleet.links.disconnected.get() == 1);
  }

  @Test
  void revokedMemberIsGoneWithinASecondAndToldWhy() {
    IdentityStore store = fleet.enrolled("w-1");
    LinkClient client = fleet.connect(store, member);
    Patience.until("linked", () -> client.state() instanceof LinkState.Connected);

    long begin = System.nanoTime();
    fleet.registrar.revoke(client.identity().member().id());
    fleet.links.links().getFirst().end("it has been revoked");
    Patience.until("gone", () -> fleet.links.disconnected.get() == 1);
    Patience.until("refused", () -> client.state() instanceof LinkState.Refused);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    assertThat(client.state().toString()).contains("no member any more").contains("enrol");
  }

  @Test
  void memberWorksOnWhileTheControlPlaneIsAwayAndComesBack() {
    fleet.links.want(Configuration.of(Map.of("a", "1")));
    LinkClient client = fleet.connect(fleet.enrolled("w-1"), member);
    Patience.until("configured", () -> fleet.links.configured.get() == 1);

    fleet.stop();
    Patience.until("lost", () -> !(client.state() instanceof LinkState.Connected));
    Report report = member.add("while away");
    fleet.restart();

    Patience.until("stored", () -> fleet.links.stored.containsKey(report.id()));
    Patience.until("configured again", () -> fleet.links.configured.get() == 2);
    assertThat(member.configurations).hasSize(1);
    assertThat(fleet.links.arrivals).extracting(Arrival::isConfigured).containsExactly(false, true);
  }

  @Test
  void cutCableIsNoticedByBothEnds() throws Exception {
    String address = fleet.address();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (HarmfulProxy proxy = new HarmfulProxy(port)) {
      IdentityStore store = fleet.enrolled("w-1");
      LinkClient client = fleet.connect(store, member, Clock.systemUTC(), proxy.address());
      Patience.until("linked", () -> client.state() instanceof LinkState.Connected);

      proxy.stall(Duration.ofSeconds(30));
      Patience.until("noticed here", () -> fleet.links.disconnected.get() == 1);
      Patience.until("linked anew", () -> fleet.links.links().size() == 2);
      client.close();
    }
  }

  /// Of two processes with one identity, the one that came last has the link.
  @Test
  void secondLinkOfAMemberEndsTheFirst() {
    IdentityStore store = fleet.enrolled("w-1");
    fleet.connect(store, new FakeMember());
    Patience.until("linked", () -> fleet.links.links().size() == 1);
    fleet.connect(store, member);
    Patience.until("the first has ended", () -> fleet.links.disconnected.get() >= 1);
  }

  @Test
  void gatewayIsLinkedLikeAWorker() {
    Member gateway = new Member(UUID.randomUUID(), Member.Kind.GATEWAY, "g-1");
    IdentityStore store = fleet.enrolled(gateway);
    assertThat(store.load().map(MemberIdentity::member)).contains(gateway);
    LinkClient client = fleet.connect(store, member);
    Patience.until("linked", () -> client.state() instanceof LinkState.Connected);
  }

  @Test
  void nextAddressIsTriedWhenOneIsNotThere() {
    IdentityStore store = fleet.enrolled("w-1");
    LinkClient client =
        fleet.connect(store, member, Clock.systemUTC(), "127.0.0.1:1", fleet.address());
    Patience.until("linked", () -> client.state() instanceof LinkState.Connected);
  }

  @Test
  void closingEndsAllThreads() {
    Set<Thread> before = threads();
    IdentityStore store = fleet.enrolled("w-1");
    LinkClient client = fleet.connect(store, member);
    Patience.until("linked", () -> client.state() instanceof LinkState.Connected);
    client.close();
    fleet.close();

    assertThat(client.state()).isEqualTo(new LinkState.Closed());
    Patience.until(
        "ended",
        () -> {
          Set<Thread> left = threads();
          left.removeAll(before);
          return left.stream().noneMatch(thread -> thread.getName().startsWith("link"));
        });
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }
}
