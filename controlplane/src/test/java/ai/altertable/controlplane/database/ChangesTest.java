package ai.altertable.controlplane.database;

import static ai.altertable.controlplane.fleet.TwoReplicas.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.fleet.TwoReplicas;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// With a sweep of 30 s, which no test waits for.
class ChangesTest {
  private final TwoReplicas replicas = new TwoReplicas();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicReference<String> seen = new AtomicReference<>("");

  @AfterEach
  void close() {
    replicas.close();
  }

  /// What a subscriber would read: it must not block, but may here.
  private void look() {
    seen.set(names());
    looks.incrementAndGet();
  }

  private String names() {
    return replicas
        .transactions(0)
        .call(handle ->
            handle
                .createQuery(
                    "select coalesce(string_agg(name, ',' order by name), '') from principal")
                .mapTo(String.class)
                .one());
  }

  private void add(String name) {
    replicas
        .transactions(1)
        .run(handle ->
            handle.execute(
                "insert into principal (organization_id, name) select id, ? from organization",
                name));
  }

  /// The first look comes when there is a connection.
  private void subscribe() {
    replicas.environment("production");
    replicas.changes(0).subscribe(Set.of("principal"), this::look);
    await(
        "it listens",
        () -> {
          int before = looks.get();
          replicas
              .transactions(1)
              .run(handle -> handle.execute("update principal set name = name"));
          add("probe-" + before + "-" + System.nanoTime());
          return looks.get() > before;
        });
  }

  @Test
  void changesOfOtherTablesAreNotTold() {
    subscribe();
    await("all is told", () -> seen.get().equals(names()));
    int before = looks.get();
    replicas.environment("staging");
    add("zoe");
    await("zoe is seen", () -> seen.get().endsWith("zoe"));
    assertThat(looks.get()).isEqualTo(before + 1);
  }

  @Test
  void whatChangedWhileThereWasNoConnectionIsReadAfterIt() {
    subscribe();
    await("all is told", () -> seen.get().equals(names()));
    replicas.allowConnections(false);
    try {
      replicas.cutListener(false);
      int before = looks.get();
      add("zoe-of-the-gap");
      assertThat(looks.get()).as("nobody listens").isEqualTo(before);
      assertThat(seen.get()).doesNotContain("zoe-of-the-gap");
    } finally {
      replicas.allowConnections(true);
    }
    await("the gap is read", () -> seen.get().contains("zoe-of-the-gap"));
    add("zoe-of-later");
    await("and what comes is told", () -> seen.get().contains("zoe-of-later"));
  }

  @Test
  void whatIsToldArrivesWhenItsTransactionIsCommitted() {
    AtomicReference<String> told = new AtomicReference<>("");
    subscribe();
    replicas.changes(0).hear(told::set);
    replicas
        .transactions(1)
        .run(handle -> {
          Changes.tell(handle, "a word");
          assertThat(told.get()).isEmpty();
        });
    await("told", () -> told.get().equals("a word"));
  }
}
