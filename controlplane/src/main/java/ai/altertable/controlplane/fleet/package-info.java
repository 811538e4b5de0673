/// The workers, and which of them serves a request.
@NullMarked
package ai.altertable.controlplane.fleet;

import org.jspecify.annotations.NullMarked;
