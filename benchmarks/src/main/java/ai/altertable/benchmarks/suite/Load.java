package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.client.ClientFailure;
import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.measure.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Clients that each ask one thing after the other, as fast as they are answered. A thread for
/// each: a blocking read is the cheapest way to wait for one answer.
final class Load implements AutoCloseable {
  private final List<Client> clients;
  private final ExecutorService threads;

  private Load(List<Client> clients) {
    this.clients = clients;
    this.threads = Executors.newFixedThreadPool(clients.size());
  }

  /// Clients without sessions.
  static Load of(Protocol protocol, int clients) {
    return connect(clients, _ -> protocol.connect());
  }

  /// Clients with a session each.
  static Load inSessions(Protocol protocol, int clients) {
    return connect(clients, i -> protocol.connect("bench-" + clients + "-" + i));
  }

  private static Load connect(int clients, IntFunction<Client> connect) {
    return new Load(IntStream.range(0, clients).mapToObj(connect).toList());
  }

  /// The same statement again and again.
  ///
  /// @return what each took, of all clients
  Series run(String statement, double seconds) {
    return run(() -> statement, seconds);
  }

  /// @param statements asked by several threads at once
  Series run(Supplier<String> statements, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Callable<Series>> work = new ArrayList<>();
    clients.forEach(client -> work.add(() -> ask(client, statements, end)));
    List<Series> parts = new ArrayList<>();
    try {
      for (Future<Series> part : threads.invokeAll(work)) {
        parts.add(part.get());
      }
    } catch (ExecutionException failed) {
      throw new ClientFailure("a client failed: " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClientFailure("interrupted", interrupted);
    }
    return Series.pooled(parts);
  }

  /// At least one statement.
  private static Series ask(Client client, Supplier<String> statements, long end) {
    double[] times = new double[1024];
    int count = 0;
    long begin = System.nanoTime();
    do {
      client.run(statements.get());
      long now = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = (now - begin) / 1e9;
      begin = now;
    } while (begin < end);
    return Series.of(Arrays.copyOf(times, count));
  }

  @Override
  public void close() {
    threads.shutdown();
    clients.forEach(Client::close);
  }
}
