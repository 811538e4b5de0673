/// A PostgreSQL server that somebody else runs, instead of the embedded one.
@NullMarked
package ai.altertable.launcher.postgres.external;

import org.jspecify.annotations.NullMarked;
