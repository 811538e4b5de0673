package ai.altertable.rest.access;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.identity.Revocation;
import ai.altertable.foundation.session.SessionFactory;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The revision from which on each principal's grants count here. It only grows: by a revocation,
/// and by a grant of a later revision, so that a worker which a revocation has not reached learns
/// of it from the next grant. When it grows, the principal's sessions end, as all of them were
/// opened by what counts no more.
///
/// Holds one number for each user that this worker has ever seen. Safe for use by several threads.
final class Revisions {
  private final ConcurrentMap<UUID, Long> first = new ConcurrentHashMap<>();
  private final SessionFactory sessions;

  Revisions(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /// True when the grant counts. To be asked when a grant comes, and once more when a session has
  /// been opened by it: a revocation in between has not seen that session.
  boolean admits(Grant grant) {
    UUID principal = grant.principal().id();
    Long known = first.get(principal);
    if (known == null) {
      known = first.putIfAbsent(principal, grant.revision());
    }
    if (known == null || known == grant.revision()) {
      return true;
    }
    return known < grant.revision() && raise(principal, grant.revision());
  }

  void revoke(Revocation revocation) {
    var _ = raise(revocation.principal(), revocation.revision());
  }

  /// False when an even later one counts already.
  private boolean raise(UUID principal, long revision) {
    Long known = first.putIfAbsent(principal, revision);
    while (known != null && known < revision && !first.replace(principal, known, revision)) {
      known = first.get(principal);
    }
    if (known == null || known < revision) {
      sessions.endAll(principal);
      return true;
    }
    return known == revision;
  }
}
