package ai.altertable.systemtests.harness;

/// What a client knows of its request when things are being killed around it.
public sealed interface Outcome {
  /// It was told that all is done.
  record Acknowledged() implements Outcome {}

  record Refused(Failure failure) implements Outcome {}

  /// The connection broke; it may have been done or not.
  record Broken(String reason) implements Outcome {}
}
