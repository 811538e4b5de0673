/// A DuckDB instance of its own for each principal, with exactly the catalogs that it may see.
@NullMarked
package ai.altertable.engine.instance;

import org.jspecify.annotations.NullMarked;
