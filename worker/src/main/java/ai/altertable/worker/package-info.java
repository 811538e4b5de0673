/// A worker process: DuckDB behind its front ends.
@NullMarked
package ai.altertable.worker;

import org.jspecify.annotations.NullMarked;
