package ai.altertable.launcher.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.fleet.Load;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetOrdersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path sockets;
  private FakeWorker hosted;
  private FakeWorker west;
  private final List<ObservedMember> members = new CopyOnWriteArrayList<>();
  private final List<String> desired = new ArrayList<>();
  private boolean ending;

  @BeforeEach
  void start() {
    hosted = FakeWorker.start(sockets, "hosted-1", "ann/1");
    west = FakeWorker.start(sockets, "west");
    Load load = new Load(3, 2, 4, 5, 1 << 30);
    members.add(Fleets.hosted("hosted-1", Fleets.online(Load.NONE), Desired.ONLINE));
    members.add(Fleets.own("west", Fleets.online(load), Desired.ONLINE));
    members.add(Fleets.own("cut-off", Fleets.online(load), Desired.ONLINE));
    members.add(Fleets.own("gone", new MemberState.Lost(Fleets.NOW), Desired.DRAINING));
    members.add(Fleets.own("west", new MemberState.Revoked(Fleets.NOW), Desired.ONLINE));
    members.add(Fleets.gateway("edge"));
  }

  @AfterEach
  void close() {
    hosted.close();
    west.close();
  }

  private JsonNode obey(String order, String body) throws IOException {
    FleetLinks links = Fleets.links(hosted, members, "west", west);
    return JSON.readTree(
        new FleetOrders(() -> members, this::desire, links, () -> ending)
            .obey(order, JSON.readTree(body)));
  }

  /// As the link to the worker does.
  private void desire(String slug, Desired wanted) {
    desired.add(slug + " " + wanted.word());
    boolean drains = wanted == Desired.DRAINING;
    if (slug.equals("west")) {
      west.draining = drains;
      members.set(1, Fleets.own("west", drains ? Fleets.draining() : online(), wanted));
    }
  }

  private static MemberState online() {
    return Fleets.online(Load.NONE);
  }

  @Test
  void allMembersAreShownWithWhatTheySayOrHaveToldLast() throws IOException {
    JsonNode all = obey("GET /workers", "{}");
    assertThat(all).hasSize(6);
    assertThat(all.get(0).toString())
        .isEqualTo(
            """
            {"worker":"hosted-1","kind":"worker","hosted":true,"environment":"production",\
            "state":"online","desired":"online","draining":false,"running":1,"queued":0,\
            "sessions":0,"transactions":1,"since":"2026-01-01T00:00:00Z"}\
            """);
    assertThat(all.get(1).path("queued").asInt()).isEqualTo(2);
    assertThat(all.get(1).path("sessions").asInt()).isEqualTo(9);
    assertThat(all.get(1).path("running").asInt()).as("as it says itself").isZero();
    assertThat(all.get(2).path("running").asInt()).as("as it has told last").isEqualTo(3);
    assertThat(all.get(2).path("transactions").isNull()).isTrue();
    assertThat(all.get(3).path("state").asText()).isEqualTo("lost");
    assertThat(all.get(3).path("desired").asText()).isEqualTo("draining");
    assertThat(all.get(4).path("state").asText()).isEqualTo("revoked");
    assertThat(all.get(4).path("transactions").isNull()).as("not those of its namesake").isTrue();
    assertThat(all.get(5).path("kind").asText()).isEqualTo("gateway");
  }

  @Test
  void workerOfAnotherMachineIsDrainedAndResumed() throws IOException {
    JsonNode drained = obey("POST /workers/drain", "{\"worker\":\"west\"}");
    assertThat(drained).hasSize(1);
    assertThat(drained.get(0).path("state").asText()).isEqualTo("draining");
    assertThat(drained.get(0).path("draining").asBoolean()).isTrue();
    JsonNode resumed = obey("POST /workers/resume", "{\"worker\":\"west\"}");
    assertThat(resumed.get(0).path("state").asText()).isEqualTo("online");
    assertThat(desired).containsExactly("west draining", "west online");
  }

  @Test
  void withoutANameItIsAllWorkersButNoGateways() throws IOException {
    members.set(0, Fleets.hosted("hosted-1", Fleets.draining(), Desired.ONLINE));
    hosted.draining = true;
    members.removeIf(one -> one.slug().equals("cut-off"));
    obey("POST /workers/drain", "{}");
    assertThat(desired)
        .containsExactlyInAnyOrder("hosted-1 draining", "west draining", "gone draining");
  }

  @Test
  void unknownWorkersAndGatewaysAreNotDrained() {
    for (String slug : List.of("east", "edge")) {
      assertThatThrownBy(() -> obey("POST /workers/drain", "{\"worker\":\"" + slug + "\"}"))
          .isInstanceOfSatisfying(
              PlatformException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OBJECT_NOT_FOUND))
          .hasMessageContaining("there is no worker '" + slug + "'");
    }
    assertThat(desired).isEmpty();
  }

  @Test
  void nothingIsResumedWhenTheServerEnds() {
    ending = true;
    assertThatThrownBy(() -> obey("POST /workers/resume", "{}"))
        .hasMessageContaining("about to end");
    assertThat(desired).isEmpty();
  }
}
