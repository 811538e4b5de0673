package ai.altertable.foundation.fleet;

/// What the control plane has a member do at once. Giving one twice is the same as giving it once.
public sealed interface Instruction {
  /// Begin nothing new, or begin again.
  record Drain(boolean on) implements Instruction {}

  /// Let what runs end, and then end.
  record Stop() implements Instruction {}
}
