package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.client.ClientFailure;
import ai.altertable.benchmarks.client.Protocol;
import ai.altertable.benchmarks.process.Done;
import ai.altertable.benchmarks.process.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that go through one list of statements together, again and again.
final class Crowd {
  private final Protocol protocol;
  private final List<String> statements;

  Crowd(Protocol protocol, List<String> statements) {
    this.protocol = protocol;
    this.statements = statements;
  }

  /// A statement that is refused or fails ends it all.
  Together run(int clients, double seconds) {
    AtomicInteger next = new AtomicInteger();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Callable<List<Done>>> work = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      work.add(() -> ask(next, end));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Done> done = new ArrayList<>();
      for (Future<List<Done>> part : threads.invokeAll(work)) {
        done.addAll(part.get());
      }
      return new Together(done, 0);
    } catch (ExecutionException failed) {
      throw new ClientFailure("a client failed: " + failed.getCause(), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClientFailure("interrupted", interrupted);
    }
  }

  private List<Done> ask(AtomicInteger next, long end) {
    List<Done> done = new ArrayList<>();
    try (Client client = protocol.connect()) {
      while (System.nanoTime() - end < 0) {
        int index = next.getAndIncrement() % statements.size();
        long begin = System.nanoTime();
        client.run(statements.get(index));
        done.add(new Done(index, (System.nanoTime() - begin) / 1e9));
      }
    }
    return done;
  }

  /// What one client takes for each statement: the least of three times.
  List<Double> alone() {
    try (Client client = protocol.connect()) {
      return statements.stream().map(statement -> least(client, statement)).toList();
    }
  }

  private static double least(Client client, String statement) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      least = Math.min(least, Times.of(() -> client.run(statement)).min());
    }
    return least;
  }
}
