/// Copies of a data directory that are taken while a server writes to it, and what is made of them.
@NullMarked
package ai.altertable.launcher.backup;

import org.jspecify.annotations.NullMarked;
