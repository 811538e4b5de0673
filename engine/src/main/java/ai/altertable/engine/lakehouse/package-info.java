/// Managed databases: DuckLake on PostgreSQL, written under a lease and synced before they commit.
@NullMarked
package ai.altertable.engine.lakehouse;

import org.jspecify.annotations.NullMarked;
