/// Finds the DuckDB extensions that a worker loads, on disk or from where they are published.
@NullMarked
package ai.altertable.launcher.extension;

import org.jspecify.annotations.NullMarked;
