package ai.altertable.engine.session;

import ai.altertable.engine.EngineConfig;
import ai.altertable.engine.EngineThreads;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.session.Ending;
import ai.altertable.foundation.session.SessionId;
import ai.altertable.foundation.session.SessionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions by their ids: those in use, and those kept because a client left state on them. One
/// request at a time has a session; others that name it wait. Safe for use by several threads.
final class SessionRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRegistry.class);

  /// How long a request waits for another one on the same session.
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  /// While nothing new is to begin.
  private static final Duration FREED_WITHIN = Duration.ofSeconds(1);

  /// So many principals find room for sessions, whatever each of them does.
  private static final int PRINCIPALS_MIN = 4;

  private record Key(UUID environment, UUID principal, SessionId id) {}

  private static final class Entry {
    private final Principal principal;
    private boolean inUse = true;
    private @Nullable Conversation kept;
    private long sinceNanos = System.nanoTime();

    /// Stops what the session that has it does.
    private @Nullable Consumer<Ending> stop;

    /// Its principal may not go on with it.
    private boolean ended;

    Entry(Principal principal) {
      this.principal = principal;
    }

    boolean keeps(Predicate<Conversation> which) {
      return kept != null && which.test(kept);
    }
  }

  private final EngineConfig config;
  private final EngineThreads threads;
  private final Drain drain;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Map<UUID, Integer> ofPrincipal = new HashMap<>();
  private boolean closed;

  SessionRegistry(EngineConfig config, EngineThreads threads, Drain drain) {
    this.drain = drain;
    this.config = config;
    this.threads = threads;
  }

  /// The conversation that a request names, or a new one. Nobody else gets it until [#leave].
  Conversation enter(SessionRequest request, Function<SessionId, Conversation> opening) {
    SessionId id = request.sessionId().orElseGet(SessionId::random);
    Key key = key(request, id);
    Conversation kept = take(key, request.principal());
    if (kept != null) {
      return kept;
    }
    try {
      return opening.apply(id);
    } catch (RuntimeException | Error failure) {
      remove(key);
      throw failure;
    }
  }

  /// Reserves a key; gives what is kept under it.
  private synchronized @Nullable Conversation take(Key key, Principal principal) {
    long begin = System.nanoTime();
    long deadline = begin + WAIT_MAX.toNanos();
    long soon = begin + FREED_WITHIN.toNanos();
    while (true) {
      if (closed) {
        throw new PlatformException(ErrorCode.SHUTTING_DOWN, "the worker is shutting down");
      }
      Entry entry = entries.get(key);
      if (!isInTransaction(entry) && !(mayBeFreed(entry) && System.nanoTime() - soon < 0)) {
        drain.check();
      }
      if (entry == null) {
        return reserve(key, principal);
      }
      if (!entry.inUse) {
        entry.inUse = true;
        entry.sinceNanos = System.nanoTime();
        Conversation kept = entry.kept;
        entry.kept = null;
        return kept;
      }
      awaitChange(drain.isOn() ? Math.min(soon + 10_000_000, deadline) : deadline);
    }
  }

  /// A client that has its answer may ask again before the session is given back, to end its
  /// transaction for example.
  private static boolean mayBeFreed(@Nullable Entry entry) {
    return entry != null && entry.inUse;
  }

  /// Whether its client can only go on to end what it has begun.
  private static boolean isInTransaction(@Nullable Entry entry) {
    return entry != null && entry.kept != null && entry.kept.transaction().isPresent();
  }

  /// Has those that wait for a session look whether they may wait on.
  synchronized void lookAgain() {
    notifyAll();
  }

  private @Nullable Conversation reserve(Key key, Principal principal) {
    if (entries.size() >= config.sessionsMax()) {
      throw tooMany("%d sessions are open or kept".formatted(entries.size()));
    }
    int own = ofPrincipal.getOrDefault(key.principal(), 0);
    if (own >= ownMax()) {
      throw tooMany("%d sessions of yours are open or kept".formatted(own));
    }
    entries.put(key, new Entry(principal));
    ofPrincipal.put(key.principal(), own + 1);
    return null;
  }

  /// One principal leaves room for others.
  private int ownMax() {
    return Math.max(1, config.sessionsMax() / PRINCIPALS_MIN);
  }

  private static PlatformException tooMany(String sessions) {
    return new PlatformException(
        ErrorCode.TOO_MANY_SESSIONS,
        sessions
            + ", which is the limit; go on in one that you have, or try again later: a session that"
            + " is not used ends by itself");
  }

  // The caller looks again after each wait.
  @SuppressWarnings("WaitNotInLoop")
  private void awaitChange(long deadline) {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new PlatformException(
          ErrorCode.SESSION_BUSY,
          "another request is using this session; wait for it or cancel it");
    }
    try {
      wait(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PlatformException(ErrorCode.QUERY_CANCELLED, "interrupted", interrupted);
    }
  }

  /// Tells how to stop the session that has entered, should its principal's sessions end.
  void watch(SessionRequest request, SessionId id, Consumer<Ending> stop) {
    boolean tooLate;
    synchronized (this) {
      Entry entry = entries.get(key(request, id));
      tooLate = entry == null || entry.ended;
      if (entry != null) {
        entry.stop = stop;
      }
    }
    if (tooLate) {
      stop.accept(Ending.CLIENT);
    }
  }

  synchronized boolean has(UUID environment, UUID principal, SessionId id) {
    return entries.containsKey(new Key(environment, principal, id));
  }

  /// Stops and ends the sessions of a principal whose rights have changed: those in use when their
  /// requests have noticed, those kept before this returns.
  void endAll(UUID principal) {
    var _ = end(key -> key.principal().equals(principal), Ending.ADMINISTRATOR);
  }

  /// The same for one session.
  ///
  /// @return false when there is none of this id
  boolean end(UUID principal, SessionId id, Ending why) {
    return end(key -> key.principal().equals(principal) && key.id().equals(id), why) > 0;
  }

  void endAll(Ending why) {
    var _ = end(_ -> true, why);
  }

  private int end(Predicate<Key> which, Ending why) {
    List<Consumer<Ending>> stops = new ArrayList<>();
    Map<Key, Conversation> kept = new HashMap<>();
    int found = 0;
    synchronized (this) {
      for (Map.Entry<Key, Entry> one : entries.entrySet()) {
        Key key = one.getKey();
        Entry entry = one.getValue();
        if (which.test(key)) {
          found++;
          entry.ended = true;
          if (entry.stop != null) {
            stops.add(entry.stop);
          }
          if (!entry.inUse && entry.kept != null) {
            entry.inUse = true;
            kept.put(key, entry.kept);
            entry.kept = null;
          }
        }
      }
    }
    stops.forEach(stop -> stop.accept(why));
    kept.forEach(this::endKept);
    return found;
  }

  private void endKept(Key key, Conversation conversation) {
    try {
      threads.clean(conversation::end);
    } catch (RuntimeException failure) {
      LOG.error("ending a session failed", failure);
    } finally {
      remove(key);
    }
  }

  /// Takes a conversation back, to keep it when a later request may need it. Enters the engine when
  /// there is something to roll back or to close.
  void leave(SessionRequest request, Conversation conversation) {
    Key key = key(request, conversation.id());
    endDoomed(conversation);
    if (request.keep()
        && conversation.hasState()
        && !conversation.isLost()
        && keep(key, conversation)) {
      return;
    }
    try {
      if (conversation.hasState()) {
        threads.clean(conversation::end);
      } else {
        conversation.end();
      }
    } finally {
      remove(key);
    }
  }

  private void endDoomed(Conversation conversation) {
    Duration holdMax = config.transactions().holdMax();
    if (conversation.isDoomed(holdMax)) {
      try {
        threads.clean(() -> conversation.expireDoomed(holdMax));
      } catch (RuntimeException failure) {
        LOG.error("rolling back a transaction failed", failure);
      }
    }
  }

  private synchronized boolean keep(Key key, Conversation conversation) {
    Entry entry = entries.get(key);
    if (closed || entry == null || entry.ended) {
      return false;
    }
    entry.stop = null;
    conversation.markKept();
    entry.kept = conversation;
    entry.sinceNanos = System.nanoTime();
    entry.inUse = false;
    notifyAll();
    return true;
  }

  private synchronized void remove(Key key) {
    if (entries.remove(key) != null) {
      ofPrincipal.computeIfPresent(key.principal(), (principal, own) -> own == 1 ? null : own - 1);
    }
    notifyAll();
  }

  /// Ends the sessions that are lost or were not resumed in time, and rolls back the transactions
  /// that were left open, or that others have waited for. On an engine thread, from time to time.
  void expire() {
    for (Key key : keys(entry -> entry.keeps(Conversation::isLost))) {
      expire(key, Duration.ZERO);
    }
    Duration sessionIdle = config.sessionIdle();
    for (Key key : keys(entry -> isIdle(entry, sessionIdle))) {
      expire(key, sessionIdle);
    }
    Duration idleMax = config.transactions().idleMax();
    for (Key key : keys(entry -> isIdle(entry, idleMax))) {
      expireTransaction(key, idleMax, kept -> kept.expireTransaction(Expiry.IDLE));
    }
    Duration holdMax = config.transactions().holdMax();
    for (Key key : keys(entry -> entry.keeps(kept -> kept.isOverdue(holdMax)))) {
      expireTransaction(key, Duration.ZERO, kept -> kept.expireOverdue(holdMax));
    }
  }

  private void expire(Key key, Duration idle) {
    Conversation conversation = reclaim(key, idle);
    if (conversation != null) {
      endKept(key, conversation);
    }
  }

  private synchronized List<Key> keys(Predicate<Entry> which) {
    return entries.entrySet().stream()
        .filter(one -> which.test(one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void expireTransaction(Key key, Duration idle, Consumer<Conversation> expiring) {
    Conversation conversation = reclaim(key, idle);
    if (conversation != null) {
      try {
        expiring.accept(conversation);
      } finally {
        if (!putBack(key, conversation)) {
          endKept(key, conversation);
        }
      }
    }
  }

  private synchronized @Nullable Conversation reclaim(Key key, Duration idle) {
    Entry entry = entries.get(key);
    if (entry == null || !isIdle(entry, idle)) {
      return null;
    }
    entry.inUse = true;
    Conversation kept = entry.kept;
    entry.kept = null;
    return kept;
  }

  private static boolean isIdle(Entry entry, Duration idle) {
    return !entry.inUse && System.nanoTime() - entry.sinceNanos > idle.toNanos();
  }

  private synchronized boolean putBack(Key key, Conversation conversation) {
    Entry entry = entries.get(key);
    if (entry == null || entry.ended) {
      return false;
    }
    entry.kept = conversation;
    entry.inUse = false;
    notifyAll();
    return true;
  }

  /// All sessions, those first that have been as they are for longest.
  synchronized List<OpenSession> list() {
    long now = System.nanoTime();
    return entries.entrySet().stream()
        .map(one -> describe(one.getKey(), one.getValue(), now))
        .sorted(Comparator.comparing(OpenSession::since).reversed())
        .toList();
  }

  private static OpenSession describe(Key key, Entry entry, long now) {
    Conversation kept = entry.kept;
    OpenSession.State state = OpenSession.State.IN_USE;
    if (kept != null) {
      state =
          kept.transaction().isPresent()
              ? OpenSession.State.IN_TRANSACTION
              : OpenSession.State.KEPT;
    }
    return new OpenSession(
        key.id(), entry.principal, state, Duration.ofNanos(now - entry.sinceNanos));
  }

  synchronized SessionCount count() {
    int inUse = (int) entries.values().stream().filter(entry -> entry.inUse).count();
    return new SessionCount(inUse, entries.size() - inUse);
  }

  /// Ends all kept sessions and accepts no more. Those in use end with their requests.
  void close() {
    List<Conversation> kept = new ArrayList<>();
    synchronized (this) {
      closed = true;
      entries.values().stream()
          .map(entry -> entry.kept)
          .filter(Objects::nonNull)
          .forEach(kept::add);
      entries.values().removeIf(entry -> !entry.inUse);
      notifyAll();
    }
    kept.forEach(Conversation::end);
  }

  private static Key key(SessionRequest request, SessionId id) {
    return new Key(request.environment().id(), request.principal().id(), id);
  }
}
