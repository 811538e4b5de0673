/// Opening and closing what a process is made of.
@NullMarked
package ai.altertable.foundation.lifecycle;

import org.jspecify.annotations.NullMarked;
