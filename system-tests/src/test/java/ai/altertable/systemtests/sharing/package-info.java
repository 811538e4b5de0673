/// Several users on one system, not all of them friendly.
@NullMarked
package ai.altertable.systemtests.sharing;

import org.jspecify.annotations.NullMarked;
