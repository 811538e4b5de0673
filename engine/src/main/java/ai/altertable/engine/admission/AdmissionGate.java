package ai.altertable.engine.admission;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Shares a worker out among the statements of its principals.
///
/// ```
///            full: wait, fair between principals          longer than the budget
/// enter() ──────────────────────────────────▶ short lane ────────────────────────▶ long lane
///            queue full: TOO_MANY_STATEMENTS  computes at once                      N compute, the
///                                                                                  others pause
/// ```
///
/// A statement is driven task by task by a thread of ours, and DuckDB has no threads of its own: so
/// one that pauses really rests. Cheap statements never wait behind long ones; of the long ones,
/// those of the principal that has computed least go first, and within a principal those that may
/// soon be done ([Age]); whose principal computes nothing waits for a turn at most. Processors that
/// no statement drives help the ones that compute ([Assistance]).
///
/// Safe for use by several threads.
public final class AdmissionGate {
  private static final long POLL_NANOS = 10_000_000;
  private static final int SHARES_KEPT = 1_000;

  private final AdmissionConfig config;
  private final LongSupplier nanos;
  private final LongSupplier cpuNanos;
  private final Assistance assistance;
  private final AtomicLong entered = new AtomicLong();
  private final AtomicInteger newComputing = new AtomicInteger();

  // Guarded by this.
  private final Map<UUID, Share> shares = new HashMap<>();
  private final Set<Admitted> streams = new LinkedHashSet<>();
  private int open;
  private volatile int longComputing;
  private volatile boolean longPausing;

  public AdmissionGate(AdmissionConfig config) {
    this(config, System::nanoTime, ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
  }

  /// @param cpuNanos what the calling thread has computed
  AdmissionGate(AdmissionConfig config, LongSupplier nanos, LongSupplier cpuNanos) {
    this.config = config;
    this.nanos = nanos;
    this.cpuNanos = cpuNanos;
    this.assistance = new Assistance(config.processors());
  }

  /// Lets a statement in, as soon as there is room. The caller closes what it gets.
  ///
  /// @param regardless lets it in at once: it holds what others wait for
  /// @param check called while it waits; what it throws ends the wait
  /// @throws PlatformException TOO_MANY_STATEMENTS when too many wait, or it has waited too long
  public Admitted enter(UUID principal, Assisted instance, boolean regardless, Runnable check) {
    Turnstile place;
    Share share;
    synchronized (this) {
      share = shares.computeIfAbsent(principal, id -> new Share(id, nanos.getAsLong()));
      if (regardless || (fits(share) && share.entering.isEmpty())) {
        admit(share);
        return admitted(share, instance);
      }
      if (share.entering.size() >= config.waitingPerPrincipalMax()) {
        throw tooMany(share);
      }
      place = new Turnstile(nanos.getAsLong());
      share.entering.addLast(place);
    }
    awaitEntry(share, place, check);
    return admitted(share, instance);
  }

  private Admitted admitted(Share share, Assisted instance) {
    return new Admitted(this, share, instance, entered.incrementAndGet());
  }

  private void awaitEntry(Share share, Turnstile place, Runnable check) {
    long deadline = nanos.getAsLong() + config.waitMax().toNanos();
    try {
      while (!place.isOpen()) {
        check.run();
        requireUninterrupted();
        if (nanos.getAsLong() - deadline > 0) {
          throw tooMany(share);
        }
        stalest(share).ifPresent(Admitted::giveUp);
        place.pass(POLL_NANOS);
      }
    } catch (RuntimeException | Error failure) {
      abandonEntry(share, place);
      throw failure;
    }
  }

  private synchronized void abandonEntry(Share share, Turnstile place) {
    if (!share.entering.remove(place) && place.isOpen()) {
      depart(share);
    }
  }

  private boolean fits(Share share) {
    return open < config.statementsMax() && share.open < config.statementsPerPrincipalMax();
  }

  private void admit(Share share) {
    share.open++;
    open++;
  }

  private void depart(Share share) {
    share.open--;
    open--;
    letIn();
    if (shares.size() > SHARES_KEPT) {
      long now = nanos.getAsLong();
      shares.values().removeIf(known -> known.isForgettable(now));
    }
  }

  /// Those go first whose principal has the fewest statements, then those that wait longest.
  private void letIn() {
    for (Optional<Share> next = nextIn(); next.isPresent(); next = nextIn()) {
      admit(next.get());
      next.get().entering.removeFirst().open();
    }
  }

  private Optional<Share> nextIn() {
    return shares.values().stream()
        .filter(share -> !share.entering.isEmpty() && fits(share))
        .min(
            Comparator.comparingInt((Share share) -> share.open)
                .thenComparingLong(share -> share.entering.getFirst().since()));
  }

  private PlatformException tooMany(Share share) {
    return new PlatformException(
        ErrorCode.TOO_MANY_STATEMENTS,
        ("%d statements of yours are at work or being read (%d may be), and others wait; try again"
                + " later, with fewer at a time")
            .formatted(share.open, config.statementsPerPrincipalMax()));
  }

  /// The oldest rows that nobody has asked for for too long and whose place would let a statement
  /// of that principal in: its own when its own places are all taken, anybody's when the worker's
  /// are.
  private synchronized Optional<Admitted> stalest(Share share) {
    long before = nanos.getAsLong() - config.stalledAfter().toNanos();
    boolean ownAreTaken = share.open >= config.statementsPerPrincipalMax();
    if (!ownAreTaken && open < config.statementsMax()) {
      return Optional.empty();
    }
    return streams.stream()
        .filter(stream -> !ownAreTaken || stream.isOf(share))
        .filter(stream -> stream.isStalledSince(before))
        .findFirst();
  }

  synchronized void streams(Admitted stream) {
    streams.add(stream);
  }

  synchronized void leave(Admitted admitted, Share share) {
    streams.remove(admitted);
    assistance.end(admitted);
    depart(share);
  }

  // ---- the short lane

  void beginNew() {
    newComputing.incrementAndGet();
  }

  private void endNew() {
    newComputing.decrementAndGet();
    if (longPausing) {
      resumeLong();
    }
  }

  // ---- the long lane

  /// Long statements that may compute beside the new ones: at least one.
  private int longRoom() {
    return Math.max(1, config.longMax() - newComputing.get());
  }

  /// Whether more long statements compute than the new ones leave room for. Any thread.
  boolean isCrowded() {
    return longComputing > longRoom();
  }

  /// Waits for a place among the long statements that compute, behind those that go first.
  ///
  /// @param held as it has computed until now, which it ends with
  /// @param order in which it was let in
  /// @return whether it goes although others do that go first, having waited too long
  boolean awaitTurn(Share share, Optional<Age> held, Age age, long order, Runnable check) {
    Pause pause = new Pause(new Turnstile(nanos.getAsLong()), age, order);
    synchronized (this) {
      share.pause(pause);
      longPausing = true;
      held.ifPresent(turn -> endTurn(share, turn));
      resumeLong();
    }
    long overdue = pause.place().since() + config.patience(age).toNanos();
    try {
      while (!pause.place().isOpen()) {
        check.run();
        requireUninterrupted();
        if (nanos.getAsLong() - overdue > 0 && goesRegardless(share, pause)) {
          return true;
        }
        pause.place().pass(POLL_NANOS);
      }
      return false;
    } catch (RuntimeException | Error failure) {
      abandonTurn(share, pause);
      throw failure;
    }
  }

  /// A turn ends between two tasks, and some tasks take minutes: a statement whose principal
  /// computes nothing of its age need not wait for them, and the operating system shares the
  /// processors out.
  private synchronized boolean goesRegardless(Share share, Pause pause) {
    if (share.computes(pause.age()) || !share.abandon(pause)) {
      return false;
    }
    beginLong(share, pause.age());
    return true;
  }

  private synchronized void abandonTurn(Share share, Pause pause) {
    if (!share.abandon(pause) && pause.place().isOpen()) {
      endLong(share, pause.age());
    }
  }

  private synchronized void beginLong(Share share, Age age) {
    longComputing++;
    share.begin(age);
  }

  /// It computes no more.
  void endTurn(Share ended, Age age) {
    if (age == Age.NEW) {
      endNew();
    } else {
      endLong(ended, age);
    }
  }

  private synchronized void endLong(Share ended, Age age) {
    longComputing--;
    ended.end(age);
    resumeLong();
  }

  private synchronized void resumeLong() {
    long now = nanos.getAsLong();
    while (longComputing < longRoom()) {
      Optional<Share> next =
          shares.values().stream()
              .filter(Share::isPausing)
              .min(Comparator.comparingDouble(share -> share.used(now)));
      longPausing = next.isPresent();
      if (next.isEmpty()) {
        return;
      }
      Pause first = next.get().next();
      beginLong(next.get(), first.age());
      first.place().open();
    }
  }

  /// Whether a statement of somebody who has computed less waits.
  synchronized boolean isOutranked(Share mine) {
    long now = nanos.getAsLong();
    double used = mine.used(now);
    return shares.values().stream().anyMatch(other -> other.isPausing() && other.used(now) < used);
  }

  synchronized void account(Share share, long computedNanos) {
    share.use(computedNanos, nanos.getAsLong());
  }

  // ---- for what looks on

  public synchronized Occupancy occupancy() {
    int paused = 0;
    int waiting = 0;
    for (Share share : shares.values()) {
      paused += share.pausing();
      waiting += share.entering.size();
    }
    return new Occupancy(open, longComputing, paused, waiting);
  }

  // ---- for what has been admitted

  Assistance assistance() {
    return assistance;
  }

  AdmissionConfig config() {
    return config;
  }

  long nanoTime() {
    return nanos.getAsLong();
  }

  /// What this thread has computed.
  long cpuNanos() {
    return cpuNanos.getAsLong();
  }

  private static void requireUninterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new PlatformException(ErrorCode.QUERY_CANCELLED, "interrupted while waiting its turn");
    }
  }
}
