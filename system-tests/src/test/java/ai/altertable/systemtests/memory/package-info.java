/// How much memory the processes take.
@NullMarked
package ai.altertable.systemtests.memory;

import org.jspecify.annotations.NullMarked;
