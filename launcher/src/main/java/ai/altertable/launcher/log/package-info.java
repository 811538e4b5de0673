/// What the platform's processes log: its form, where it goes, and how lines of processes that
/// write in their own form are brought into it.
@NullMarked
package ai.altertable.launcher.log;

import org.jspecify.annotations.NullMarked;
