package ai.altertable.controlplane.fleet.schedule;

import static ai.altertable.controlplane.fleet.TwoReplicas.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.fleet.TwoReplicas;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two control planes over one database, of which one schedules.
class LeadershipTest {
  private final TwoReplicas replicas = new TwoReplicas();
  private final List<Leadership> both =
      List.of(
          Leadership.over(replicas.changes(0), replicas.transactions(0)),
          Leadership.over(replicas.changes(1), replicas.transactions(1)));

  @AfterEach
  void close() {
    replicas.close();
  }

  private void lead(int first) {
    await("one leads", both.get(first)::isLeading);
    assertThat(both.get(1 - first).isLeading()).isFalse();
  }

  @Test
  void otherTakesOverWhenTheConnectionOfTheLeaderIsCut() {
    lead(0);
    cutLeader();
    await("the other leads", both.get(1)::isLeading);
    await("the first one knows", () -> !both.get(0).isLeading());
    replicas.allowConnections(true);
    cutLeader();
    await("the first one again", both.get(0)::isLeading);
    await("the other one knows", () -> !both.get(1).isLeading());
    replicas.allowConnections(true);
  }

  /// And keeps it from coming back at once, as it may be quicker than the other.
  private void cutLeader() {
    await("both are connected", () -> replicas.listeners() == 2);
    replicas.allowConnections(false);
    replicas.cutListener(true);
  }

  @Test
  void otherTakesOverWhenTheLeaderEnds() {
    lead(1);
    replicas.changes(1).close();
    await("the other leads", both.get(0)::isLeading);
  }

  @Test
  void whatIsWantedIsHeardByBoth() {
    List<String> heard = new CopyOnWriteArrayList<>();
    both.get(0).onWanted(id -> heard.add("0 " + id));
    both.get(1).onWanted(id -> heard.add("1 " + id));
    UUID wanted = UUID.randomUUID();
    // What is told before a listener listens is lost, and told again.
    await(
        "both hear",
        () -> {
          both.get(0).tellWanted(Set.of(wanted));
          return heard.containsAll(List.of("0 " + wanted, "1 " + wanted));
        });
  }
}
