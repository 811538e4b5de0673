package ai.altertable.launcher.confinement;

/// Whether the kernel is to confine workers.
public enum ConfinementMode {
  /// Workers run confined, to files and to the network, or not at all.
  REQUIRE,
  /// As far as this system can; what it cannot is logged.
  PREFER,
  OFF
}
