/// Databases and enrollment tokens, for operators' commands.
@NullMarked
package ai.altertable.launcher.management;

import org.jspecify.annotations.NullMarked;
