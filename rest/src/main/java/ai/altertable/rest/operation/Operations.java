package ai.altertable.rest.operation;

/// How a worker is operated. Safe for use by several threads.
public interface Operations {
  /// What has been counted and measured, as JSON.
  String metrics();
}
