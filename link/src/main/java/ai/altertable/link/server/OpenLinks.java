package ai.altertable.link.server;

import ai.altertable.link.LinkConfig;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The links that are open, one of each member. Safe for use by several threads.
final class OpenLinks {
  private final ConcurrentMap<UUID, ConnectedMember> open = new ConcurrentHashMap<>();
  private final LinkConfig config;
  private final Clock clock;

  OpenLinks(LinkConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /// The one that the member had before, if any, ends.
  void add(ConnectedMember link) {
    ConnectedMember before = open.put(link.member().id(), link);
    if (before != null) {
      before.end("the member has connected anew");
    }
  }

  void remove(ConnectedMember link) {
    open.remove(link.member().id(), link);
  }

  void tick() {
    Instant now = clock.instant();
    open.values().forEach(link -> link.tick(config.silenceMax(), now));
  }

  void endAll(String reason) {
    open.values().forEach(link -> link.end(reason));
  }
}
