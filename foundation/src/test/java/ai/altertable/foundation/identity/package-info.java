@NullMarked
package ai.altertable.foundation.identity;

import org.jspecify.annotations.NullMarked;
