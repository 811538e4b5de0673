/// Environments, as the management API makes and removes them.
@NullMarked
package ai.altertable.controlplane.environment;

import org.jspecify.annotations.NullMarked;
