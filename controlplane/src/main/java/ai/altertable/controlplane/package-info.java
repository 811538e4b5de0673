/// The control plane: says what should be, and keeps that in PostgreSQL.
@NullMarked
package ai.altertable.controlplane;

import org.jspecify.annotations.NullMarked;
