/// Work that is done again and again, on threads of its own.
@NullMarked
package ai.altertable.controlplane.lifecycle;

import org.jspecify.annotations.NullMarked;
