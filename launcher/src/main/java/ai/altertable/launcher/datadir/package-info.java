/// The directory that holds everything a server must not lose, and the rules for opening it.
@NullMarked
package ai.altertable.launcher.datadir;

import org.jspecify.annotations.NullMarked;
