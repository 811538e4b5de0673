package ai.altertable.gateway;

import java.util.Optional;

/// Tells whether requests can be served. Safe for use by several threads; never blocks.
@FunctionalInterface
public interface Readiness {
  /// What stands in the way, in a few words for anybody to read; empty when nothing does.
  Optional<String> obstacle();
}
