package ai.altertable.engine.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A statement that was let in. It computes in steps, on any thread, one after the other:
///
/// ```
/// begin ─▶ goOn* ─▶ pause     a step: goOn between the tasks of an execution
/// ```
public final class Admitted implements AutoCloseable {
  /// A statement that has computed for so long can be helped: smaller ones are done before help is
  /// there.
  private static final long HELPED_AFTER_NANOS = 300_000;

  /// Of the time in which its thread does not compute, this part counts as computing: mostly others
  /// have the processor, but it may be that all there is to do is with a helper.
  private static final int ASIDE_PART = 8;

  private final AdmissionGate gate;
  private final Share share;
  private final Assisted instance;
  private final long order;
  private final AtomicReference<@Nullable Runnable> whenStalled = new AtomicReference<>();

  private long spentNanos;

  /// When it began to compute, or was last accounted; by the clock, and by what its thread has had.
  private long began;

  private long beganCpu;

  /// As it computes; null while it does not.
  private @Nullable Age turn;

  /// It has waited so long that it has a whole turn.
  private boolean regardless;

  private boolean closed;

  /// It waits for its turn. Written by the thread of its step.
  private volatile boolean paused;

  /// When its reader was last seen to take rows; a step is under way while it is far ahead.
  private volatile long readerSeen = Long.MAX_VALUE;

  /// @param order in which it was let in
  Admitted(AdmissionGate gate, Share share, Assisted instance, long order) {
    this.gate = gate;
    this.share = share;
    this.instance = instance;
    this.order = order;
  }

  Assisted instance() {
    return instance;
  }

  /// A step begins. A long statement waits for its turn. All of a step is on one platform thread.
  ///
  /// @param check called while it waits; what it throws ends the wait
  public void begin(Runnable check) {
    readerSeen = Long.MAX_VALUE;
    takeTurn(check);
    askForHelp(spentNanos);
  }

  /// Between two tasks of a step.
  public void goOn(Runnable check) {
    check.run();
    long spent = spentNanos + computed();
    if (!mayGoOn(age(spent))) {
      rest();
      takeTurn(check);
    }
    askForHelp(spent);
  }

  private boolean mayGoOn(Age age) {
    if (age != turn) {
      return false;
    }
    return switch (age) {
      case NEW -> true;
      case YOUNG -> mayKeepTurn();
      case OLD -> (regardless || !(share.hasYoungPausing() || gate.isCrowded())) && mayKeepTurn();
    };
  }

  private boolean mayKeepTurn() {
    if (gate.nanoTime() - began <= gate.config().turn().toNanos()) {
      return true;
    }
    account();
    regardless = false;
    return !gate.isOutranked(share);
  }

  /// A step has ended.
  public void pause() {
    rest();
    if (turn != null) {
      gate.endTurn(share, turn);
      turn = null;
    }
    readerSeen = gate.nanoTime();
  }

  private Age age(long spent) {
    if (spent <= gate.config().shortBudget().toNanos()) {
      return Age.NEW;
    }
    return spent <= gate.config().youngBudget().toNanos() ? Age.YOUNG : Age.OLD;
  }

  /// Begins to compute, or goes on after others that go first.
  private void takeTurn(Runnable check) {
    Optional<Age> held = Optional.ofNullable(turn);
    turn = null;
    Age next = age(spentNanos);
    if (next == Age.NEW) {
      gate.beginNew();
    } else {
      paused = true;
      try {
        regardless = gate.awaitTurn(share, held, next, order, check);
      } finally {
        paused = false;
      }
    }
    turn = next;
    resume();
  }

  private void resume() {
    began = gate.nanoTime();
    beganCpu = gate.cpuNanos();
  }

  private void rest() {
    account();
    gate.assistance().rest(this);
  }

  private void account() {
    long computed = computed();
    resume();
    spentNanos += computed;
    gate.account(share, computed);
  }

  /// Since it was last accounted.
  private long computed() {
    long wall = gate.nanoTime() - began;
    long cpu = gate.cpuNanos() - beganCpu;
    return cpu + Math.max(0, wall - cpu) / ASIDE_PART;
  }

  private void askForHelp(long spent) {
    if (spent > HELPED_AFTER_NANOS) {
      gate.assistance().compute(this);
    }
  }

  /// Its rows are being read from now on: when their reader takes none for too long while others
  /// wait to be let in, they are given up.
  ///
  /// @param giveUp any thread; may block
  public void streams(Runnable giveUp) {
    whenStalled.set(giveUp);
    gate.streams(this);
  }

  /// Whether it waits for its turn at the moment. Any thread.
  public boolean isPaused() {
    return paused;
  }

  boolean isOf(Share other) {
    return share.equals(other);
  }

  boolean isStalledSince(long nanoTime) {
    return readerSeen - nanoTime < 0;
  }

  void giveUp() {
    Runnable action = whenStalled.getAndSet(null);
    if (action != null) {
      action.run();
    }
  }

  /// Idempotent.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      gate.leave(this, share);
    }
  }
}
