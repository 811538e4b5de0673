package ai.altertable.gateway.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.fleet.Configuration;
import ai.altertable.foundation.fleet.GatewayBriefing;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.WorkerEntry;
import ai.altertable.foundation.fleet.WorkerEntry.State;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.placement.Candidate;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.WorkerAddress.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GatewayMemberTest {
  private static final Environment PRODUCTION = new Environment(new UUID(1, 1), "production");
  private static final Revocation REVOCATION = new Revocation(new UUID(2, 2), 4);

  private final GatewayMember member = new GatewayMember();
  private final List<String> told = new ArrayList<>();

  private void listen() {
    member.listen(
        new GatewayMember.Listener(
            () -> told.add("recheck"), revocations -> told.add("revoke " + revocations.size())));
  }

  private static WorkerEntry worker(String slug, String address, State state) {
    return new WorkerEntry(new UUID(3, 3), slug, PRODUCTION, address, state, Load.NONE);
  }

  private void configure(String access, List<Revocation> revocations, WorkerEntry... workers) {
    member.configured(
        new GatewayBriefing(List.of(workers), revocations, access, Optional.of("control:15005"))
            .encode());
  }

  @Test
  void knowsNothingBeforeItIsTold() {
    assertThat(member.obstacle()).get().asString().contains("has not been told");
    assertThat(member.controlPlane()).isEmpty();
    assertThat(member.placements().place(PRODUCTION)).isInstanceOf(Placement.Refused.class);
  }

  @Test
  void placesAtTheWorkersThatItIsToldOf() {
    configure("1", List.of(), worker("west", "10.0.0.1:15010", State.ONLINE));
    assertThat(member.obstacle()).isEmpty();
    assertThat(member.controlPlane()).hasValue(new Door.Tls("control", 15_005));
    assertThat(member.placements().place(PRODUCTION))
        .isInstanceOfSatisfying(
            Placement.Placed.class,
            placed ->
                assertThat(placed.worker().door()).isEqualTo(new Door.Tls("10.0.0.1", 15_010)));

    configure("1", List.of(), worker("west", "10.0.0.1:15010", State.DRAINING));
    assertThat(member.obstacle()).get().asString().contains("no worker takes statements");
    assertThat(member.placements().workers(PRODUCTION))
        .extracting(Candidate::readiness)
        .containsExactly(Candidate.Readiness.DRAINING);
  }

  @Test
  void workerWhoseAddressCannotBeReadIsLeftOut() {
    configure(
        "1",
        List.of(),
        worker("west", "nowhere", State.ONLINE),
        worker("east", "[::1]:15010", State.ONLINE));
    assertThat(member.placements().workers(PRODUCTION))
        .extracting(Candidate::slug)
        .containsExactly("east");
  }

  @Test
  void whoRemembersLoginsIsToldOnlyWhatIsNew() {
    configure("1", List.of(REVOCATION));
    listen();
    assertThat(told).as("what was known before").containsExactly("revoke 1", "recheck");
    told.clear();
    configure("1", List.of(REVOCATION), worker("west", "10.0.0.1:15010", State.ONLINE));
    assertThat(told).isEmpty();
    configure("2", List.of(REVOCATION));
    assertThat(told).containsExactly("recheck");
    told.clear();
    configure("2", List.of(REVOCATION, new Revocation(new UUID(5, 5), 1)));
    assertThat(told).containsExactly("revoke 1");
  }

  @Test
  void whatCannotBeReadChangesNothing() {
    configure("1", List.of(), worker("west", "10.0.0.1:15010", State.ONLINE));
    Configuration malformed = Configuration.of(Map.of("worker/x", "{"));
    assertThatThrownBy(() -> member.configured(malformed))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(member.placements().workers(PRODUCTION)).hasSize(1);
  }
}
