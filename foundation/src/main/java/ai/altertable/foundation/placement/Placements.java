package ai.altertable.foundation.placement;

import ai.altertable.foundation.identity.Environment;

/// Chooses a worker. Safe for use by several threads; never blocks.
public interface Placements {
  Placement place(Environment environment);
}
