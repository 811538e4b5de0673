package ai.altertable.engine.session;

import ai.altertable.engine.EngineThreads;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.result.ArrowBatches;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.Rows;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// The rows of an execution, pulled from the engine batch by batch. The first batch is fetched with
/// the execution itself, so that a small answer enters the engine once. From the second on, the
/// engine fetches one batch ahead while the last one is being read.
///
/// For the session's thread, and for one that takes them away from a reader that is too slow.
/// [#fetch] and what it calls run on an engine thread, which the others wait for before they look
/// at anything.
final class EngineRows implements Rows {
  /// Rows that were fetched.
  ///
  /// @param part whether they are a part of a batch, to be closed by themselves
  private record Fetched(VectorSchemaRoot rows, boolean part) {
    void close() {
      if (part) {
        rows.close();
      }
    }
  }

  private final EngineThreads threads;
  private final Runner runner;
  private final ArrowBatches batches;
  private final RowSchema schema;
  private final Execution execution;
  private final Operation operation;

  private long toSkip;
  private long remaining;
  private Optional<Fetched> first = Optional.empty();
  private @Nullable Future<Optional<Fetched>> ahead;
  private @Nullable Fetched handedOut;
  private @Nullable PlatformException failure;
  private boolean streaming;
  private boolean ended;
  private boolean closed;

  EngineRows(EngineThreads threads, Runner runner, ArrowBatches batches, Execution execution) {
    this.threads = threads;
    this.runner = runner;
    this.batches = batches;
    this.schema = batches.schema();
    this.execution = execution;
    this.operation = execution.operation();
    this.toSkip = execution.options().rowOffset();
    this.remaining = execution.options().rowLimit().orElse(Long.MAX_VALUE);
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  /// On an engine thread.
  void fillFirst() {
    first = fetch();
  }

  /// Has the statement fail as a whole if its first rows could not be had. On an engine thread.
  synchronized void requireFilled() {
    if (failure != null) {
      discard();
      throw failure;
    }
  }

  @Override
  public synchronized @Nullable VectorSchemaRoot next() {
    freeHandedOut();
    if (closed) {
      return null;
    }
    if (first.isPresent()) {
      handedOut = first.get();
      first = Optional.empty();
      return handedOut.rows();
    }
    handedOut = fetched().orElse(null);
    if (handedOut != null) {
      fetchAhead();
      return handedOut.rows();
    }
    batches.close();
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  private Optional<Fetched> fetched() {
    Future<Optional<Fetched>> coming = ahead;
    if (coming != null) {
      ahead = null;
      return EngineThreads.await(coming);
    }
    if (!ended && batches.isAtEnd()) {
      end();
    }
    return ended ? Optional.empty() : threads.call(this::fetch);
  }

  private void fetchAhead() {
    if (ended) {
      return;
    }
    if (!streaming) {
      streaming = true;
      operation.streams(this::giveUp);
    }
    if (remaining > 0 && !batches.isAtEnd()) {
      ahead = threads.start(this::fetch).orElse(null);
    }
  }

  /// The next rows within offset and limit; none at the end and after a failure.
  private Optional<Fetched> fetch() {
    return operation.inside(this::fetchInside);
  }

  private Optional<Fetched> fetchInside() {
    try {
      while (remaining > 0) {
        operation.check();
        VectorSchemaRoot batch = operation.step(batches::next);
        if (batches.isAtEnd()) {
          runner.finished(operation);
        }
        if (batch == null) {
          break;
        }
        Optional<Fetched> wanted = window(batch);
        if (wanted.isPresent()) {
          return wanted;
        }
      }
      end();
    } catch (DuckDbFailure failed) {
      fail(operation.explain(reason(failed)));
    } catch (PlatformException failed) {
      fail(operation.explain(failed));
    }
    return Optional.empty();
  }

  private PlatformException reason(DuckDbFailure failed) {
    PlatformException known = DuckDbErrors.translate(failed, execution.shape().text());
    if (known.code() == ErrorCode.QUERY_CANCELLED && !operation.wasStopped()) {
      batches.closeResult();
      runner.closed(this, operation);
      return runner.failed(runner.lostReason(execution));
    }
    return runner.failed(known);
  }

  /// The part of a batch that offset and limit leave.
  private Optional<Fetched> window(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    int from = (int) Math.min(toSkip, rows);
    toSkip -= from;
    int count = (int) Math.min(rows - from, remaining);
    remaining -= count;
    if (count == 0) {
      return Optional.empty();
    }
    return Optional.of(
        count == rows ? new Fetched(batch, false) : new Fetched(batch.slice(from, count), true));
  }

  private void fail(PlatformException error) {
    end();
    failure = error;
  }

  /// Nothing of it enters the engine when the batches are at their end. What was handed out stays.
  private void end() {
    ended = true;
    batches.closeResult();
    operation.close();
    runner.closed(this, operation);
  }

  /// Their reader has not come back: the engine and others need not wait for it. What was handed
  /// out stays until it does.
  private synchronized void giveUp() {
    if (closed || ended) {
      return;
    }
    operation.stall();
    freeFetched();
    if (!ended) {
      threads.clean(() -> fail(operation.stopped()));
    }
  }

  /// Others wait for what the transaction holds that the rows are read in, and their reader may
  /// never come back: the transaction is rolled back without it. Any thread; may block.
  void overdue() {
    // Whoever waits for the next rows has the monitor, until these come to their end.
    operation.overdue();
    rollBackOverdue();
  }

  private synchronized void rollBackOverdue() {
    if (closed) {
      return;
    }
    freeFetched();
    threads.clean(() -> {
      if (!ended) {
        fail(operation.stopped());
      }
      runner.expireOverdue();
    });
  }

  /// Gives the rows up without a word to the engine, on an engine thread.
  synchronized void discard() {
    if (!closed) {
      closed = true;
      freeAll();
      if (!ended) {
        end();
      }
      batches.close();
    }
  }

  private void freeAll() {
    freeFetched();
    freeHandedOut();
  }

  private void freeFetched() {
    Future<Optional<Fetched>> coming = ahead;
    if (coming != null) {
      ahead = null;
      EngineThreads.await(coming).ifPresent(Fetched::close);
    }
    first.ifPresent(Fetched::close);
    first = Optional.empty();
  }

  private void freeHandedOut() {
    if (handedOut != null) {
      handedOut.close();
      handedOut = null;
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (ahead != null) {
      operation.cancel();
    }
    freeAll();
    if (!ended && batches.isAtEnd()) {
      end();
    }
    if (!ended) {
      operation.cancel();
      threads.clean(this::end);
    }
    batches.close();
  }
}
