/// The processes that serve under one control plane, and what passes between it and each of them.
@NullMarked
package ai.altertable.foundation.fleet;

import org.jspecify.annotations.NullMarked;
