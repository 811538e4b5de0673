package ai.altertable.engine.session;

import ai.altertable.engine.EngineThreads;
import ai.altertable.engine.capi.DuckDbFailure;
import ai.altertable.engine.error.DuckDbErrors;
import ai.altertable.engine.result.ArrowBatches;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.session.RowSchema;
import ai.altertable.foundation.session.Rows;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/// The rows of an execution, pulled from the engine batch by batch. The first batch is fetched with
/// the execution itself, so that a small answer enters the engine once.
final class EngineRows implements Rows {
  private final EngineThreads threads;
  private final Runner runner;
  private final ArrowBatches batches;
  private final RowSchema schema;
  private final Execution execution;
  private final Operation operation;

  private long toSkip;
  private long remaining;
  private @Nullable VectorSchemaRoot ready;
  private @Nullable VectorSchemaRoot slice;
  private @Nullable PlatformException failure;
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
    ready = fetch();
  }

  @Override
  public @Nullable VectorSchemaRoot next() {
    VectorSchemaRoot first = ready;
    if (first != null) {
      ready = null;
      return first;
    }
    if (failure != null) {
      throw failure;
    }
    if (!ended && batches.isAtEnd()) {
      freeSlice();
      end();
    }
    return ended || closed ? null : threads.call(this::fetchOrThrow);
  }

  private @Nullable VectorSchemaRoot fetchOrThrow() {
    VectorSchemaRoot batch = fetch();
    if (failure != null) {
      throw failure;
    }
    return batch;
  }

  /// The next batch within offset and limit; null at the end and after a failure.
  private @Nullable VectorSchemaRoot fetch() {
    freeSlice();
    try {
      while (remaining > 0) {
        operation.check();
        VectorSchemaRoot batch = batches.next();
        if (batches.isAtEnd()) {
          runner.finished(operation);
        }
        if (batch == null) {
          break;
        }
        VectorSchemaRoot wanted = window(batch);
        if (wanted != null) {
          return wanted;
        }
      }
      end();
    } catch (DuckDbFailure failed) {
      fail(operation.explain(reason(failed)));
    } catch (PlatformException failed) {
      fail(operation.explain(failed));
    }
    return null;
  }

  private PlatformException reason(DuckDbFailure failed) {
    PlatformException known = DuckDbErrors.translate(failed, execution.shape().text());
    if (known.code() == ErrorCode.QUERY_CANCELLED && !operation.wasStopped()) {
      batches.close();
      runner.closed(this, operation);
      return runner.lostReason(execution);
    }
    return runner.failed(known);
  }

  /// The part of a batch that offset and limit leave; null when it is none.
  private @Nullable VectorSchemaRoot window(VectorSchemaRoot batch) {
    int rows = batch.getRowCount();
    int from = (int) Math.min(toSkip, rows);
    toSkip -= from;
    int count = (int) Math.min(rows - from, remaining);
    remaining -= count;
    if (count == 0) {
      return null;
    }
    if (count == rows) {
      return batch;
    }
    VectorSchemaRoot part = batch.slice(from, count);
    slice = part;
    return part;
  }

  /// Nothing of it enters the engine when the batches are at their end.
  private void end() {
    ended = true;
    batches.close();
    operation.close();
    runner.closed(this, operation);
  }

  /// Gives the rows up without a word to the engine, on an engine thread.
  void discard() {
    closed = true;
    ready = null;
    freeSlice();
    if (!ended) {
      end();
    }
  }

  private void fail(PlatformException error) {
    end();
    failure = error;
  }

  private void freeSlice() {
    VectorSchemaRoot part = slice;
    if (part != null) {
      slice = null;
      part.close();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ready = null;
    freeSlice();
    if (ended) {
      return;
    }
    if (batches.isAtEnd()) {
      end();
    } else {
      operation.cancel();
      threads.clean(this::end);
    }
  }
}
