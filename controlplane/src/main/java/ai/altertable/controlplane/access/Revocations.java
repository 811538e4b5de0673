package ai.altertable.controlplane.access;

import ai.altertable.controlplane.database.Transactions;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Revocation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells those who hold what a principal was granted that it counts no more, as soon as the change
/// is committed. Safe for use by several threads.
public final class Revocations {
  private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
  private static final int LOOKS_MAX = 120;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Transactions transactions;

  /// What was told last of each principal that has changed. Guarded by this.
  private final Map<UUID, Long> told = new HashMap<>();

  private final List<Consumer<Revocation>> listeners = new CopyOnWriteArrayList<>();

  public Revocations(Transactions transactions) {
    this.transactions = transactions;
  }

  /// @param listener called on the thread that made the change; must not block
  public void subscribe(Consumer<Revocation> listener) {
    listeners.add(listener);
  }

  /// Tells of it when the transaction is committed. When the commit fails, nobody knows whether it
  /// took effect: then the database is asked, until it answers.
  public void tellAfter(Handle handle, Revocation revocation) {
    handle.afterCommit(() -> tell(revocation));
    handle.afterRollback(
        () -> Thread.ofVirtual().name("revocation").start(() -> find(revocation.principal())));
  }

  /// Makes what the principal was granted until now count no more, as soon as the transaction is
  /// committed.
  public void raise(Handle handle, UUID principal) {
    handle
        .createQuery(
            "update principal set revision = revision + 1 where id = :id returning revision")
        .bind("id", principal)
        .mapTo(Long.class)
        .findOne()
        .ifPresent(revision -> tellAfter(handle, new Revocation(principal, revision)));
  }

  /// Once, however often it is heard of: from here, and from the database.
  synchronized void tell(Revocation revocation) {
    Long before = told.get(revocation.principal());
    if (before != null && before >= revocation.revision()) {
      return;
    }
    told.put(revocation.principal(), revocation.revision());
    for (Consumer<Revocation> listener : listeners) {
      listener.accept(revocation);
    }
  }

  private void find(UUID principal) {
    for (int look = 1; look <= LOOKS_MAX; look++) {
      try {
        tell(current(principal));
        return;
      } catch (PlatformException away) {
        LOG.debug("cannot see yet whether a change took effect: {}", away.logLine());
      }
      try {
        Thread.sleep(BETWEEN_LOOKS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    LOG.error(
        "nobody knows whether a change of principal {} took effect; restart the server to be sure"
            + " that old sessions end",
        principal);
  }

  private Revocation current(UUID principal) {
    return transactions.call(handle ->
        handle
            .createQuery("select revision from principal where id = :id")
            .bind("id", principal)
            .mapTo(Long.class)
            .findOne()
            .map(revision -> new Revocation(principal, revision))
            .orElseGet(() -> Revocation.ofAll(principal)));
  }
}
