/// Which worker serves a request.
@NullMarked
package ai.altertable.foundation.placement;

import org.jspecify.annotations.NullMarked;
