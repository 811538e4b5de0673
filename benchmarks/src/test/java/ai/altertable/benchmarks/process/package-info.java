@NullMarked
package ai.altertable.benchmarks.process;

import org.jspecify.annotations.NullMarked;
