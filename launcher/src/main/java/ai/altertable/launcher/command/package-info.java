/// The command line: commands, their options, and where options come from.
@NullMarked
package ai.altertable.launcher.command;

import org.jspecify.annotations.NullMarked;
