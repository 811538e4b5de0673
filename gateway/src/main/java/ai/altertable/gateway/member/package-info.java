/// A gateway that runs apart from the control plane: what it is told, and whom it asks.
@NullMarked
package ai.altertable.gateway.member;

import org.jspecify.annotations.NullMarked;
