/// What is kept of every statement when it has ended.
@NullMarked
package ai.altertable.foundation.history;

import org.jspecify.annotations.NullMarked;
