/// The processes that are measured, and what the system says of them.
@NullMarked
package ai.altertable.benchmarks.process;

import org.jspecify.annotations.NullMarked;
