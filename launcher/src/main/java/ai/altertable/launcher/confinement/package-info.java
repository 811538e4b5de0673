/// What the operating system refuses a process, whatever runs in it: Linux's Landlock.
@NullMarked
package ai.altertable.launcher.confinement;

import org.jspecify.annotations.NullMarked;
