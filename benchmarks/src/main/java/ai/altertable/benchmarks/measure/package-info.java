/// Turns, times, ratios and targets. Knows nothing of what is measured.
@NullMarked
package ai.altertable.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
