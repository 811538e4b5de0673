package ai.altertable.foundation.fleet;

/// What a member does with what it is told. One thread at a time calls it.
public interface Directives {
  /// It is to work by this from now on; returns when it does.
  void configured(Configuration configuration);

  void instructed(Instruction instruction);
}
