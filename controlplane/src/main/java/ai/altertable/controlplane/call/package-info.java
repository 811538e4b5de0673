/// A request to the management API: who asks, for what, and how it is answered.
@NullMarked
package ai.altertable.controlplane.call;

import org.jspecify.annotations.NullMarked;
