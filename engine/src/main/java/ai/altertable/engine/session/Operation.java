package ai.altertable.engine.session;

import ai.altertable.engine.admission.AdmissionGate;
import ai.altertable.engine.admission.Admitted;
import ai.altertable.engine.capi.Connection;
import ai.altertable.engine.capi.NativeResult;
import ai.altertable.engine.capi.Pending;
import ai.altertable.engine.instance.Instance;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.Activity;
import ai.altertable.foundation.session.Ending;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One thing that a session does for its client, which can be told to stop from any thread, by its
/// client or by its deadline.
///
/// The engine forgets an interrupt that comes before a statement really starts, so a stopped
/// operation is interrupted again and again until it has ended. Some of what the engine does looks
/// at no interrupt: [StuckStatements] watches who was told to stop.
///
/// ```
/// RUNNING ──stop──▶ CANCELLED | KILLED | SHUT_DOWN | DEADLINE | UNPREPARED | STALLED | OVERDUE ──end──▶ ENDED
///    └──────────────────────────────────────────end────────────────────────────────────────────────▲
/// ```
final class Operation implements AutoCloseable {
  private enum State {
    RUNNING,
    CANCELLED,
    KILLED,
    SHUT_DOWN,
    DEADLINE,
    UNPREPARED,
    STALLED,
    OVERDUE,
    ENDED
  }

  private static final Duration AGAIN = Duration.ofMillis(20);

  private final EngineTimer timer;
  private final Duration preparing;
  private final Consumer<Operation> whenStopped;
  private final Optional<EngineTimer.Timeout> deadline;

  // Both are written under this.
  private volatile State state = State.RUNNING;
  private volatile @Nullable State outcome;

  /// What a stop interrupts; null where that would hit what is not the operation's. Guarded by
  /// this.
  private @Nullable Connection interrupted;

  /// Its place in the worker, once it has one.
  private volatile @Nullable Admitted admitted;

  /// Something of it is under way in the engine. Written by the thread that does it.
  private volatile boolean working;

  private volatile boolean streaming;

  /// The one that is in the engine for it. Guarded by this.
  private @Nullable Thread inside;

  /// @param preparing how long its statement may be parsed, bound and planned
  /// @param whenStopped takes it when it was told to stop; any thread
  Operation(
      EngineTimer timer,
      Connection connection,
      Optional<Duration> timeout,
      Duration preparing,
      Consumer<Operation> whenStopped) {
    this.timer = timer;
    this.preparing = preparing;
    this.whenStopped = whenStopped;
    this.interrupted = connection;
    this.deadline = timeout.map(after -> timer.after(after, () -> stop(State.DEADLINE)));
  }

  /// Waits for a place in the worker, which [#close] gives back.
  ///
  /// @param regardless takes one at once: it holds what others wait for
  /// @param mayBegin throws when nothing new may begin
  void enter(AdmissionGate gate, Conversation conversation, boolean regardless, Runnable mayBegin) {
    mayBegin.run();
    Instance instance = conversation.instance();
    admitted =
        gate.enter(instance.key().principal(), instance, regardless, () -> goOnWaiting(mayBegin));
  }

  private void goOnWaiting(Runnable mayBegin) {
    check();
    mayBegin.run();
  }

  /// Drives an execution to its result, as far as others leave it the worker.
  NativeResult drive(Pending pending) {
    Admitted place = place();
    return step(() -> pending.await(() -> place.goOn(this::check)));
  }

  /// Does something that computes.
  <T> T step(Supplier<T> work) {
    Admitted place = place();
    boolean before = working;
    working = true;
    try {
      place.begin(this::check);
      try {
        return work.get();
      } finally {
        place.pause();
      }
    } finally {
      working = before;
    }
  }

  /// From now on its reader must not stop reading while others wait for a place.
  ///
  /// @param giveUp ends it; may block
  void streams(Runnable giveUp) {
    streaming = true;
    place().streams(giveUp);
  }

  /// Only what has [#enter]ed computes.
  private Admitted place() {
    return Objects.requireNonNull(admitted, "the operation has no place in the worker");
  }

  /// Its reader has stopped reading. Any thread.
  void stall() {
    stop(State.STALLED);
  }

  /// Others wait for what its transaction holds. Any thread; without effect on an operation that
  /// has ended.
  void overdue() {
    stop(State.OVERDUE);
  }

  /// For its client's sake. Any thread; without effect on an operation that has ended.
  void cancel() {
    cancel(Ending.CLIENT);
  }

  /// Any thread; without effect on an operation that has ended.
  void cancel(Ending why) {
    stop(
        switch (why) {
          case CLIENT -> State.CANCELLED;
          case ADMINISTRATOR -> State.KILLED;
          case SHUTDOWN -> State.SHUT_DOWN;
        });
  }

  /// What it does at the moment. Any thread.
  Activity activity() {
    Admitted place = admitted;
    if (ended()) {
      return Activity.IDLE;
    }
    if (place == null) {
      return Activity.WAITING;
    }
    if (place.isPaused()) {
      return Activity.PAUSED;
    }
    if (working) {
      return Activity.COMPUTING;
    }
    return streaming ? Activity.STREAMING : Activity.WAITING;
  }

  private void stop(State reason) {
    synchronized (this) {
      if (state != State.RUNNING) {
        return;
      }
      state = reason;
      outcome = reason;
    }
    interrupt();
    whenStopped.accept(this);
  }

  /// Not while the operation ends, so that the connection's next one is left alone.
  private synchronized void interrupt() {
    if (state != State.ENDED) {
      if (interrupted != null) {
        interrupted.interrupt();
      }
      timer.after(AGAIN, this::interrupt);
    }
  }

  /// Does a part of the operation in the engine, on an engine thread.
  <T> T inside(Supplier<T> part) {
    Thread before = enterAs(Thread.currentThread());
    try {
      return part.get();
    } finally {
      enterAs(before);
    }
  }

  private synchronized @Nullable Thread enterAs(@Nullable Thread entering) {
    Thread before = inside;
    inside = entering;
    return before;
  }

  /// The thread that is in the engine for what a stop interrupts; null when there is none. Any
  /// thread.
  synchronized @Nullable Thread computingThread() {
    return interrupted == null ? null : inside;
  }

  /// Parses, binds or plans a statement, which looks at no interrupt and so has a time limit of its
  /// own. On an engine thread.
  <T> T prepare(Supplier<T> part) {
    EngineTimer.Timeout limit = timer.after(preparing, () -> stop(State.UNPREPARED));
    try {
      return inside(part);
    } finally {
      limit.cancel();
    }
  }

  /// Does a part of the operation on another connection, where it can be interrupted meanwhile.
  <T> T on(Connection other, Supplier<T> part) {
    return interrupting(other, () -> inside(part));
  }

  /// Does something that a stop must not interrupt: BEGIN, COMMIT, ROLLBACK, and what is done for
  /// others. DuckDB would leave a transaction open whose ROLLBACK is interrupted.
  <T> T uninterrupted(Supplier<T> part) {
    return interrupting(null, part);
  }

  /// The same for what has no answer.
  void runUninterrupted(Runnable part) {
    uninterrupted(() -> {
      part.run();
      return true;
    });
  }

  private <T> T interrupting(@Nullable Connection target, Supplier<T> part) {
    Connection before = interruptInstead(target);
    boolean worked = working;
    working = true;
    try {
      return part.get();
    } finally {
      working = worked;
      interruptInstead(before);
    }
  }

  private synchronized @Nullable Connection interruptInstead(@Nullable Connection target) {
    Connection before = interrupted;
    interrupted = target;
    return before;
  }

  /// @throws PlatformException QUERY_CANCELLED or DEADLINE_EXCEEDED when it was told to stop
  void check() {
    if (outcome != null) {
      throw stopped();
    }
  }

  /// Whether somebody told it to stop.
  boolean wasStopped() {
    return outcome != null;
  }

  /// Whether it was stopped because others waited for what its transaction holds.
  boolean wasOverdue() {
    return outcome == State.OVERDUE;
  }

  /// What the client is told of a failure: that the operation was stopped, when it was.
  PlatformException explain(PlatformException failure) {
    return outcome != null && failure.code() == ErrorCode.QUERY_CANCELLED ? stopped() : failure;
  }

  /// What the client is told when it was told to stop.
  PlatformException stopped() {
    return switch (Objects.requireNonNull(outcome, "nobody has told it to stop")) {
      case DEADLINE ->
          new PlatformException(
              ErrorCode.DEADLINE_EXCEEDED, "the statement ran longer than its time limit");
      case UNPREPARED ->
          new PlatformException(
              ErrorCode.DEADLINE_EXCEEDED,
              ("the statement was not prepared within %d s, so it did not run: the metadata server is"
                      + " slow, or the statement hard to understand; try again, or make it simpler,"
                      + " with fewer names that stand for others (aliases, views, macros)")
                  .formatted(preparing.toSeconds()));
      case STALLED ->
          new PlatformException(
              ErrorCode.READER_TOO_SLOW,
              "the rest of the rows was given up: nobody read on while others waited for the worker;"
                  + " read faster, or ask for fewer rows");
      case OVERDUE -> Expiry.OVERDUE.failure();
      case KILLED -> stopped(Ending.ADMINISTRATOR);
      case SHUT_DOWN -> stopped(Ending.SHUTDOWN);
      case CANCELLED, RUNNING, ENDED -> stopped(Ending.CLIENT);
    };
  }

  static PlatformException stopped(Ending why) {
    return switch (why) {
      case CLIENT ->
          new PlatformException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled");
      case ADMINISTRATOR ->
          new PlatformException(ErrorCode.QUERY_CANCELLED, "an administrator ended the statement");
      case SHUTDOWN ->
          new PlatformException(
              ErrorCode.SHUTTING_DOWN,
              "the server shuts down, and the statement had not ended in time; it was cancelled");
    };
  }

  boolean ended() {
    return state == State.ENDED;
  }

  /// Ends the operation: nothing interrupts the connection for it any more. Idempotent.
  @Override
  public void close() {
    synchronized (this) {
      state = State.ENDED;
      deadline.ifPresent(EngineTimer.Timeout::cancel);
    }
    Admitted place = admitted;
    if (place != null) {
      place.close();
    }
  }
}
