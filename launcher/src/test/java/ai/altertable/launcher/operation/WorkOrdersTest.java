package ai.altertable.launcher.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.controlplane.fleet.member.Desired;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkOrdersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path sockets;
  private FakeWorker hosted;
  private FakeWorker west;
  private final List<ObservedMember> members = new ArrayList<>();

  @BeforeEach
  void start() {
    hosted = FakeWorker.start(sockets, "hosted-1", "ann/1", "ann/both");
    west = FakeWorker.start(sockets, "west", "bob/2", "bob/both");
    members.add(Fleets.own("west", Fleets.online(Load.NONE), Desired.ONLINE));
  }

  @AfterEach
  void close() {
    hosted.close();
    west.close();
  }

  private JsonNode obey(String order, String body) throws IOException {
    FleetLinks links = Fleets.links(hosted, members, "west", west);
    return JSON.readTree(new WorkOrders(links).obey(order, JSON.readTree(body)));
  }

  private static void assertFails(ErrorCode code, String message, Order order) {
    assertThatThrownBy(order::obey)
        .isInstanceOfSatisfying(
            PlatformException.class, failure -> assertThat(failure.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @FunctionalInterface
  private interface Order {
    void obey() throws IOException;
  }

  @Test
  void queriesOfAllWorkersAreListedWithTheirWorker() throws IOException {
    JsonNode answer = obey("GET /queries", "{}");
    assertThat(answer.path("silent")).isEmpty();
    assertThat(answer.path("found").findValuesAsText("worker"))
        .containsExactlyInAnyOrder("hosted-1", "hosted-1", "west", "west");
  }

  @Test
  void workersThatSayNothingAreNamed() throws IOException {
    west.close();
    members.add(Fleets.hosted("hosted-7", Fleets.online(Load.NONE), Desired.ONLINE));
    JsonNode answer = obey("GET /queries", "{}");
    assertThat(answer.path("found")).hasSize(2);
    assertThat(answer.path("silent").path("west").asText()).contains("west cannot be asked");
    assertThat(answer.path("silent").path("hosted-7").asText()).isEqualTo("another server runs it");
  }

  @Test
  void queryIsEndedWhereverItIs() throws IOException {
    assertThat(obey("POST /queries/end", "{\"id\":\"2\"}").path("ended").asBoolean()).isTrue();
    assertThat(west.queries).containsExactly("bob/both");
    assertThat(hosted.queries).hasSize(2);
  }

  @Test
  void idsOfSeveralUsersAtSeveralWorkersNeedAUser() throws IOException {
    assertFails(
        ErrorCode.INVALID_PARAMETER,
        "2 users have a query both; say whose with --user",
        () -> obey("POST /queries/end", "{\"id\":\"both\"}"));
    obey("POST /queries/end", "{\"id\":\"both\",\"user\":\"bob\"}");
    assertThat(west.queries).containsExactly("bob/2");
    assertThat(hosted.queries).contains("ann/both");
  }

  @Test
  void queryThatNobodyHasIsMissingUnlessSomebodyIsSilent() {
    assertFails(
        ErrorCode.QUERY_NOT_FOUND,
        "no query 3 is there",
        () -> obey("POST /queries/end", "{\"id\":\"3\"}"));
    west.close();
    assertFails(
        ErrorCode.WORKER_UNAVAILABLE,
        "west cannot be asked",
        () -> obey("POST /queries/end", "{\"id\":\"3\"}"));
  }
}
