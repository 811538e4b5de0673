package ai.altertable.engine.admission;

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

  private final AdmissionGate gate;
  private final Share share;
  private final Assisted instance;
  private final AtomicReference<@Nullable Runnable> whenStalled = new AtomicReference<>();

  private long spentNanos;
  private long stepBegan;
  private long turnBegan;
  private boolean inTurn;
  private boolean wasLong;
  private boolean closed;

  /// When its reader was last seen to take rows; a step is under way while it is far ahead.
  private volatile long readerSeen = Long.MAX_VALUE;

  Admitted(AdmissionGate gate, Share share, Assisted instance) {
    this.gate = gate;
    this.share = share;
    this.instance = instance;
  }

  Assisted instance() {
    return instance;
  }

  /// A step begins. A long statement waits for its turn.
  ///
  /// @param check called while it waits; what it throws ends the wait
  public void begin(Runnable check) {
    readerSeen = Long.MAX_VALUE;
    if (spentNanos > gate.config().shortBudget().toNanos()) {
      takeTurn(check);
    }
    stepBegan = gate.nanoTime();
    askForHelp();
  }

  /// Between two tasks of a step.
  public void goOn(Runnable check) {
    check.run();
    long now = gate.nanoTime();
    if (!inTurn) {
      if (spentNanos + now - stepBegan > gate.config().shortBudget().toNanos()) {
        rest();
        takeTurn(check);
        stepBegan = gate.nanoTime();
      }
    } else if (now - turnBegan > gate.config().turn().toNanos()) {
      rest();
      if (gate.isOutranked(share)) {
        giveTurnBack();
        takeTurn(check);
      }
      stepBegan = gate.nanoTime();
      turnBegan = stepBegan;
    }
    askForHelp();
  }

  /// A step has ended.
  public void pause() {
    rest();
    giveTurnBack();
    readerSeen = gate.nanoTime();
  }

  private void rest() {
    long now = gate.nanoTime();
    long computed = now - stepBegan;
    stepBegan = now;
    spentNanos += computed;
    gate.account(share, computed);
    gate.assistance().rest(this);
  }

  private void askForHelp() {
    if (spentNanos + gate.nanoTime() - stepBegan > HELPED_AFTER_NANOS) {
      gate.assistance().compute(this);
    }
  }

  private void takeTurn(Runnable check) {
    gate.awaitTurn(share, wasLong, check);
    inTurn = true;
    wasLong = true;
    turnBegan = gate.nanoTime();
  }

  private void giveTurnBack() {
    if (inTurn) {
      inTurn = false;
      gate.endTurn(share);
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
