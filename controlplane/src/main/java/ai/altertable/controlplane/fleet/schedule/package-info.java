/// Which hosted workers run.
@NullMarked
package ai.altertable.controlplane.fleet.schedule;

import org.jspecify.annotations.NullMarked;
