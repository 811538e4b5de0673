/// What DuckDB says when it fails, in the words of the platform.
@NullMarked
package ai.altertable.engine.error;

import org.jspecify.annotations.NullMarked;
