@NullMarked
package ai.altertable.benchmarks.report;

import org.jspecify.annotations.NullMarked;
