/// How commands reach a server that runs.
@NullMarked
package ai.altertable.launcher.admin;

import org.jspecify.annotations.NullMarked;
