package ai.altertable.rest;

import java.util.Optional;

/// Tells whether requests can be served. Safe for use by several threads, and quick.
@FunctionalInterface
public interface Readiness {
  /// What stands in the way, in a few words; empty when nothing does.
  Optional<String> obstacle();
}
