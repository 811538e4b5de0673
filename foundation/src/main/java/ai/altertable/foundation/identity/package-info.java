/// Who asks, and what they may touch.
@NullMarked
package ai.altertable.foundation.identity;

import org.jspecify.annotations.NullMarked;
