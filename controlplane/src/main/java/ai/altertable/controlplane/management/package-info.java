/// The management API: its routes, who may enter, and its description.
@NullMarked
package ai.altertable.controlplane.management;

import org.jspecify.annotations.NullMarked;
