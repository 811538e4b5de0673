/// Child processes: started, watched, restarted, stopped in order, and never left behind.
@NullMarked
package ai.altertable.launcher.process;

import org.jspecify.annotations.NullMarked;
