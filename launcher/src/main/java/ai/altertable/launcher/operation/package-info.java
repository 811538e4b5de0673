/// What operators do with the work of a running server: see it, end it, let it run out.
@NullMarked
package ai.altertable.launcher.operation;

import org.jspecify.annotations.NullMarked;
