package ai.altertable.engine;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The platform threads that enter the engine. A native call pins its carrier, so virtual threads
/// hand their calls over here and wait.
///
/// The thread that became idle last works next: each that has been in the engine keeps stack and
/// allocator caches of its own, so there are as few as there is work at the same time.
public final class EngineThreads implements AutoCloseable {
  private static final int WAITING_MAX = 4096;

  private static final int CLEANERS = 4;

  /// DuckDB binds and plans by recursion: a statement nested as deep as it allows needs more than a
  /// thread of the JVM has by default, and would end the process. Only what is used takes memory.
  private static final long STACK_BYTES = 256L << 20;

  private final Semaphore idle;
  private final ExecutorService pool =
      Executors.newCachedThreadPool(threads().name("engine-", 0).factory());
  private final ExecutorService cleaners =
      Executors.newFixedThreadPool(CLEANERS, threads().name("engine-clean-", 0).factory());

  /// @param threads at most, besides those that clean
  public EngineThreads(int threads) {
    this.idle = new Semaphore(threads, true);
  }

  /// Threads that may enter the engine.
  public static Thread.Builder.OfPlatform threads() {
    return Thread.ofPlatform().stackSize(STACK_BYTES).daemon();
  }

  /// Runs work that enters the engine, on this thread if it may, and gives its answer or failure.
  ///
  /// @throws PlatformException TOO_MANY_STATEMENTS when too many wait already; SHUTTING_DOWN
  public <T> T call(Supplier<T> work) {
    if (!Thread.currentThread().isVirtual()) {
      return work.get();
    }
    return await(submit(work));
  }

  /// Starts work that enters the engine and that the caller will [#await]; empty when no thread is
  /// idle.
  public <T> Optional<Future<T>> start(Supplier<T> work) {
    if (!idle.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return Optional.of(submitHolding(work));
    } catch (RejectedExecutionException closing) {
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
    if (idle.getQueueLength() >= WAITING_MAX) {
      throw new PlatformException(
          ErrorCode.TOO_MANY_STATEMENTS, "too many statements are waiting; try again");
    }
    idle.acquireUninterruptibly();
    try {
      return submitHolding(work);
    } catch (RejectedExecutionException closing) {
      throw new PlatformException(ErrorCode.SHUTTING_DOWN, "the worker is shutting down", closing);
    }
  }

  private <T> Future<T> submitHolding(Supplier<T> work) {
    try {
      return pool.submit(() -> {
        try {
          return work.get();
        } finally {
          idle.release();
        }
      });
    } catch (RuntimeException | Error failure) {
      idle.release();
      throw failure;
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
