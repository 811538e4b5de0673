/// The PostgreSQL server that the control plane keeps its state in.
@NullMarked
package ai.altertable.controlplane.database;

import org.jspecify.annotations.NullMarked;
