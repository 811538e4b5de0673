package ai.altertable.engine;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The platform threads that enter the engine. A native call pins its carrier, so virtual threads
/// hand their calls over here and wait.
public final class EngineThreads implements AutoCloseable {
  private static final int QUEUE_MAX = 4096;

  private static final int CLEANERS = 4;

  /// DuckDB binds and plans by recursion: a statement nested as deep as it allows needs more than a
  /// thread of the JVM has by default, and would end the process. Only what is used takes memory.
  private static final long STACK_BYTES = 256L << 20;

  private final ThreadPoolExecutor pool;
  private final ExecutorService cleaners =
      Executors.newFixedThreadPool(CLEANERS, threads().name("engine-clean-", 0).factory());

  public EngineThreads(int threads) {
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE_MAX),
            threads().name("engine-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
  }

  /// Threads that may enter the engine.
  public static Thread.Builder.OfPlatform threads() {
    return Thread.ofPlatform().stackSize(STACK_BYTES).daemon();
  }

  /// Runs work that enters the engine, on this thread if it may, and gives its answer or failure.
  ///
  /// @throws PlatformException TOO_MANY_STATEMENTS when the queue is full; SHUTTING_DOWN
  public <T> T call(Supplier<T> work) {
    if (!Thread.currentThread().isVirtual()) {
      return work.get();
    }
    return await(submit(work));
  }

  /// Starts work that enters the engine and that the caller will [#await]; empty when too much
  /// waits already.
  public <T> Optional<Future<T>> start(Supplier<T> work) {
    try {
      return Optional.of(pool.submit(work::get));
    } catch (RejectedExecutionException rejected) {
      return Optional.empty();
    }
  }

  public void run(Runnable work) {
    call(() -> {
      work.run();
      return true;
    });
  }

  /// Runs work that gives something back: ends rows, transactions, sessions. It is never refused,
  /// for what it holds would be held for ever.
  public void clean(Runnable work) {
    if (!Thread.currentThread().isVirtual()) {
      work.run();
      return;
    }
    Future<?> future;
    try {
      future = cleaners.submit(work);
    } catch (RejectedExecutionException closing) {
      FutureTask<Boolean> last = new FutureTask<>(work, true);
      threads().name("engine-clean-late").start(last);
      future = last;
    }
    await(future);
  }

  private <T> Future<T> submit(Supplier<T> work) {
    try {
      return pool.submit(work::get);
    } catch (RejectedExecutionException rejected) {
      throw pool.isShutdown()
          ? new PlatformException(ErrorCode.SHUTTING_DOWN, "the worker is shutting down", rejected)
          : new PlatformException(
              ErrorCode.TOO_MANY_STATEMENTS,
              "too many statements are waiting; try again",
              rejected);
    }
  }

  /// Waits even when interrupted: the engine works on buffers that the caller must not free before.
  public static <T> T await(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException again) {
          interrupted = true;
        } catch (ExecutionException failure) {
          throw unwrap(failure);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unwrap(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof RuntimeException runtime) {
      return runtime;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }

  @Override
  public void close() {
    pool.shutdown();
    cleaners.shutdown();
    try {
      if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
        pool.shutdownNow();
      }
      if (!cleaners.awaitTermination(10, TimeUnit.SECONDS)) {
        cleaners.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
