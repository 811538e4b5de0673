@NullMarked
package ai.altertable.benchmarks;

import org.jspecify.annotations.NullMarked;
