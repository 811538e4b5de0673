/// What roles principals have, and what follows from them.
@NullMarked
package ai.altertable.controlplane.role;

import org.jspecify.annotations.NullMarked;
