package ai.altertable.engine.session;

import ai.altertable.engine.instance.ConnectionContext;
import ai.altertable.engine.instance.Instance;
import ai.altertable.foundation.catalog.ManagedDatabase;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The commit queues of a worker; each is there while somebody uses it. Safe for use by several
/// threads.
public final class CommitQueues {
  /// Who share a queue: their statements mean the same on any of their connections.
  record Key(Instance instance, ConnectionContext context, ManagedDatabase database) {}

  private static final class Entry {
    private final CommitQueue queue = new CommitQueue();
    private int users;
  }

  private final Map<Key, Entry> entries = new HashMap<>();

  <T> T use(Key key, Function<CommitQueue, T> work) {
    CommitQueue queue = enter(key);
    try {
      return work.apply(queue);
    } finally {
      leave(key);
    }
  }

  private synchronized CommitQueue enter(Key key) {
    Entry entry = entries.computeIfAbsent(key, absent -> new Entry());
    entry.users++;
    return entry.queue;
  }

  private synchronized void leave(Key key) {
    entries.computeIfPresent(key, (present, entry) -> --entry.users == 0 ? null : entry);
  }
}
