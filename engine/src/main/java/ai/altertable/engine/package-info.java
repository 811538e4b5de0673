/// DuckDB behind the Session port.
@NullMarked
package ai.altertable.engine;

import org.jspecify.annotations.NullMarked;
