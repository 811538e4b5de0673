/// How a process becomes a member, and stays one.
@NullMarked
package ai.altertable.controlplane.fleet.enrollment;

import org.jspecify.annotations.NullMarked;
