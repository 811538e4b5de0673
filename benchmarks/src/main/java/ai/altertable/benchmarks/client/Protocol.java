package ai.altertable.benchmarks.client;

/// A way to speak to the server.
public interface Protocol {
  /// As the report calls it.
  String name();

  /// Connects without a session of its own: each statement stands alone.
  Client connect();

  /// Connects with a session that is kept from statement to statement.
  Client connect(String session);
}
