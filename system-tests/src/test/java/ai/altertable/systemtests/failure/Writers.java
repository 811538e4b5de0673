package ai.altertable.systemtests.failure;

import ai.altertable.systemtests.harness.Http;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Several writers at work until this is closed.
final class Writers implements AutoCloseable {
  private final AtomicBoolean end = new AtomicBoolean();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();

  Writers(int count, Http http, History history) {
    for (int i = 0; i < count; i++) {
      running.add(threads.submit(new BatchWriter(http, history, end, i)));
    }
  }

  /// Waits for what each is at.
  @Override
  public void close() {
    end.set(true);
    threads.shutdown();
    try {
      for (Future<?> writer : running) {
        writer.get(2, TimeUnit.MINUTES);
      }
    } catch (Exception failure) {
      throw new AssertionError("a writer failed", failure);
    }
  }
}
