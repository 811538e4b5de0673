/// The command line and the mains: the only place where concrete classes of all modules meet.
@NullMarked
package ai.altertable.launcher;

import org.jspecify.annotations.NullMarked;
