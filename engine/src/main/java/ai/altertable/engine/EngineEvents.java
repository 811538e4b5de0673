package ai.altertable.engine;

import java.time.Duration;

/// What happens in the engine, for who counts it. Called by the threads that work, so it must be
/// quick and must not throw; safe for use by several threads.
public interface EngineEvents {
  /// Nobody counts.
  EngineEvents NONE =
      new EngineEvents() {
        @Override
        public void leaseTaken(Duration waited) {}

        @Override
        public void leaseGivenBack(Duration held) {}

        @Override
        public void committed(Duration took) {}

        @Override
        public void committedTogether(int statements) {}
      };

  /// A write to a database may begin.
  ///
  /// @param waited for the right to it
  void leaseTaken(Duration waited);

  void leaseGivenBack(Duration held);

  /// A transaction that wrote to databases has been committed.
  ///
  /// @param took from the first file that was synced to the answer of the metadata server
  void committed(Duration took);

  /// Small writes have shared a commit.
  ///
  /// @param statements 1 or more
  void committedTogether(int statements);
}
