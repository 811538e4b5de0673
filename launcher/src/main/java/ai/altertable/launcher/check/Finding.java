package ai.altertable.launcher.check;

/// What a check has found. Never holds a secret.
public sealed interface Finding {
  /// What was seen, in a sentence.
  String seen();

  /// As it should be.
  record Fine(String seen) implements Finding {}

  /// A server works with it, and would be better off without.
  ///
  /// @param advice what to do
  record Warning(String seen, String advice) implements Finding {}

  /// A server does not work with it, or may lose data.
  ///
  /// @param advice what to do
  record Problem(String seen, String advice) implements Finding {}
}
