package ai.altertable.controlplane.access;

import ai.altertable.controlplane.database.Changes;
import ai.altertable.controlplane.lifecycle.Rounds;
import ai.altertable.foundation.identity.Revocation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Brings what other control planes have changed to those who remember logins and grants here. What
/// is changed here comes back this way as well, which does no harm.
public final class SharedAccess implements AutoCloseable {
  private static final Set<String> ACCESS =
      Set.of("principal", "credential", "managed_database", "environment");
  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Revisions revisions;
  private final Revocations revocations;
  private final Rounds rounds;

  /// Touched by one round at a time.
  private final Map<UUID, Long> known = new HashMap<>();

  private SharedAccess(Revisions revisions, Revocations revocations) {
    this.revisions = revisions;
    this.revocations = revocations;
    this.rounds = Rounds.start("shared access", Duration.ZERO, EVERY, this::look);
  }

  public static SharedAccess start(
      Changes changes, Revisions revisions, RememberedLogins remembered, Revocations revocations) {
    SharedAccess shared = new SharedAccess(revisions, revocations);
    changes.subscribe(ACCESS, remembered::forgetAll);
    changes.subscribe(Set.of("principal"), shared.rounds::ask);
    return shared;
  }

  private void look() {
    for (Revocation one : revisions.read()) {
      Long before = known.put(one.principal(), one.revision());
      if (before == null || before < one.revision()) {
        revocations.tell(one);
      }
    }
  }

  @Override
  public void close() {
    rounds.close();
  }
}
