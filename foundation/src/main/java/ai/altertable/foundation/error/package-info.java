/// The error model: who must act, what went wrong, and how it reaches clients and logs.
@NullMarked
package ai.altertable.foundation.error;

import org.jspecify.annotations.NullMarked;
