/// Organizations and their environments.
@NullMarked
package ai.altertable.controlplane.tenant;

import org.jspecify.annotations.NullMarked;
