package ai.altertable.controlplane.access;

import static ai.altertable.controlplane.fleet.TwoReplicas.await;
import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.controlplane.fleet.TwoReplicas;
import ai.altertable.foundation.identity.Revocation;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What another control plane over the same database does, as this one hears of it.
class SharedAccessTest {
  private final TwoReplicas replicas = new TwoReplicas();
  private final RememberedLogins remembered =
      new RememberedLogins(new SecureRandom(), AccessConfig.defaults());
  private final Revocations revocations = new Revocations(replicas.transactions(0));
  private final List<Revocation> revoked = new CopyOnWriteArrayList<>();
  private final AtomicInteger forgotten = new AtomicInteger();
  private final UUID ann = UUID.randomUUID();
  private final UUID bob = UUID.randomUUID();

  @BeforeEach
  void start() {
    replicas.environment("production");
    add(ann, "ann");
    add(bob, "bob");
    there("update principal set revision = 7 where id = ?", bob);
    revocations.subscribe(revoked::add);
    remembered.onForget(forgotten::incrementAndGet);
  }

  @AfterEach
  void close() {
    replicas.close();
  }

  private SharedAccess open() {
    return SharedAccess.start(
        replicas.changes(0), new Revisions(replicas.transactions(0)), remembered, revocations);
  }

  private void add(UUID id, String name) {
    there(
        "insert into principal (id, organization_id, name) select ?, id, ? from organization",
        id,
        name);
  }

  /// At the other control plane.
  private void there(String sql, Object... arguments) {
    replicas.transactions(1).run(handle -> handle.execute(sql, arguments));
  }

  @Test
  void revocationsOfBeforeTheStartAreTold() {
    try (SharedAccess _ = open()) {
      await("bob's", () -> revoked.equals(List.of(new Revocation(bob, 7))));
    }
  }

  @Test
  void revocationsElsewhereAreToldOnce() {
    try (SharedAccess _ = open()) {
      await("the first look", () -> !revoked.isEmpty());
      there("update principal set revision = 2 where id = ?", ann);
      await("ann's", () -> revoked.contains(new Revocation(ann, 2)));
      there("update principal set name = 'anne' where id = ?", ann);
      there("delete from principal where id = ?", bob);
      await("bob is gone", () -> revoked.contains(new Revocation(bob, Long.MAX_VALUE)));
      assertThat(revoked)
          .containsExactly(
              new Revocation(bob, 7), new Revocation(ann, 2), new Revocation(bob, Long.MAX_VALUE));
    }
  }

  @Test
  void whatIsChangedHereIsNotToldTwice() {
    try (SharedAccess _ = open()) {
      await("the first look", () -> !revoked.isEmpty());
      replicas.transactions(0).run(handle -> revocations.raise(handle, ann));
      assertThat(revoked).contains(new Revocation(ann, 2));
      there("update principal set revision = 3 where id = ?", ann);
      await("the next", () -> revoked.contains(new Revocation(ann, 3)));
      assertThat(revoked).hasSize(3);
    }
  }

  @Test
  void loginsAreForgottenWhenAnAnswerMayHaveChanged() {
    try (SharedAccess _ = open()) {
      await(
          "it listens",
          () -> {
            int before = forgotten.get();
            there("update principal set name = name || 'x' where id = ?", ann);
            return forgotten.get() > before;
          });
      await(
          "environments count",
          () ->
              isForgotten(
                  "insert into environment (organization_id, slug,"
                      + " name) select id, 'e' || extract(epoch from clock_timestamp())::bigint, 'E' from"
                      + " organization"));
    }
  }

  private boolean isForgotten(String sql) {
    int before = forgotten.get();
    there(sql);
    await("forgotten", () -> forgotten.get() > before);
    return true;
  }
}
