/// Users, as operators look after them from the command line: through a running server, or on a
/// data directory that no server uses.
@NullMarked
package ai.altertable.launcher.account;

import org.jspecify.annotations.NullMarked;
