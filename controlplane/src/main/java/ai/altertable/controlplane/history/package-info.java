/// Every statement that has ended, for as long as the operator wants to know of it.
@NullMarked
package ai.altertable.controlplane.history;

import org.jspecify.annotations.NullMarked;
