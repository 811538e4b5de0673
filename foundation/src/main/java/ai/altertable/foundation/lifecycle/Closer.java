package ai.altertable.foundation.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Closes what was registered, in reverse order, whatever fails on the way. Closing twice is
/// harmless; a second closer waits until the first one is done. Safe for use by several threads.
public final class Closer implements AutoCloseable {
  /// Something that can be closed; what it throws is collected.
  @FunctionalInterface
  public interface Closing {
    void close() throws Exception;
  }

  private final Deque<Closing> open = new ArrayDeque<>();
  private final ReentrantLock closing = new ReentrantLock();

  /// Runs an assembly; when a later step of it fails, what was opened before is closed.
  public static <T> T assemble(Function<Closer, T> assembly) {
    Closer closer = new Closer();
    try {
      return assembly.apply(closer);
    } catch (RuntimeException | Error failure) {
      closer.closeAfter(failure);
      throw failure;
    }
  }

  public synchronized <T extends AutoCloseable> T register(T resource) {
    open.push(resource::close);
    return resource;
  }

  public synchronized void onClose(Closing action) {
    open.push(action);
  }

  private void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException later) {
      failure.addSuppressed(later);
    }
  }

  @Override
  public void close() {
    closing.lock();
    try {
      closeAll();
    } finally {
      closing.unlock();
    }
  }

  private void closeAll() {
    RuntimeException first = null;
    for (Closing next = pop(); next != null; next = pop()) {
      try {
        next.close();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        first = collect(first, interrupted);
      } catch (Exception | Error failure) {
        first = collect(first, failure);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException collect(@Nullable RuntimeException first, Throwable next) {
    if (first == null) {
      return next instanceof RuntimeException runtime
          ? runtime
          : new IllegalStateException("closing failed: " + next.getMessage(), next);
    }
    first.addSuppressed(next);
    return first;
  }

  private synchronized @Nullable Closing pop() {
    return open.poll();
  }
}
