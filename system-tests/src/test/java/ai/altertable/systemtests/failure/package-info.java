/// Processes and connections that are killed while others work.
@NullMarked
package ai.altertable.systemtests.failure;

import org.jspecify.annotations.NullMarked;
