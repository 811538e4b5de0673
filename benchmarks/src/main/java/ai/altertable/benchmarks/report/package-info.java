/// What a run has found, for people and for programs.
@NullMarked
package ai.altertable.benchmarks.report;

import org.jspecify.annotations.NullMarked;
