/// DuckDB's C API, bound with `java.lang.foreign`. A native call pins the thread that makes it, so
/// everything here is called on platform threads, except where a method says "from any thread".
@NullMarked
package ai.altertable.engine.capi;

import org.jspecify.annotations.NullMarked;
