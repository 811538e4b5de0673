package ai.altertable.benchmarks.suite;

import ai.altertable.benchmarks.client.Client;
import ai.altertable.benchmarks.measure.Series;
import java.util.List;

/// Takes the time of single operations.
final class Times {
  private Times() {}

  static Series of(Runnable operation) {
    long begin = System.nanoTime();
    operation.run();
    return Series.of((System.nanoTime() - begin) / 1e9);
  }

  /// Of statements that a client asks one after the other.
  static Series of(Client client, List<String> statements) {
    return Series.pooled(
        statements.stream().map(statement -> of(() -> client.run(statement))).toList());
  }
}
