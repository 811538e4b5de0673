package ai.altertable.benchmarks.client;

import ai.altertable.benchmarks.measure.Table;

/// A kept connection to the server by one protocol. Confined to one thread, and cheap: it shares
/// the processors with what it measures.
public interface Client extends AutoCloseable {
  /// Runs a statement and reads its answer to the end, counting and keeping nothing.
  ///
  /// @throws ClientFailure when the statement fails, or its answer breaks off
  Answer run(String statement);

  /// Runs a statement and keeps its rows.
  Table table(String statement);

  @Override
  void close();
}
