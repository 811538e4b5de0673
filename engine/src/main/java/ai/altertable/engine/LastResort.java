package ai.altertable.engine;

/// What ends a worker when a statement that was told to stop goes on and on: nothing else ends it
/// (docs/adr/0013). Called by a thread of the engine's, and need not return.
@FunctionalInterface
public interface LastResort {
  /// Lets it go on.
  LastResort NONE = _ -> {};

  /// @param why in a sentence for the operator, without the statement
  void endWorker(String why);
}
