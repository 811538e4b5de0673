package ai.altertable.controlplane.call;

/// Who may call an operation.
public enum Audience {
  /// Also who does not say who it is.
  EVERYBODY,
  /// Whoever proves who it is. What the operation shows is what its caller may see.
  PRINCIPALS,
  /// Who looks after the organization.
  ADMINISTRATORS
}
