/// What is measured: a class for each benchmark.
@NullMarked
package ai.altertable.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
