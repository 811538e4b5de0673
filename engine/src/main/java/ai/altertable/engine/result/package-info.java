/// DuckDB's answers as Arrow batches.
@NullMarked
package ai.altertable.engine.result;

import org.jspecify.annotations.NullMarked;
