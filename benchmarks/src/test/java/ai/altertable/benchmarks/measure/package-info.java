@NullMarked
package ai.altertable.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
