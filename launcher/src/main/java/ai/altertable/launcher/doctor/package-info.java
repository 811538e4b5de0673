/// `altertable doctor`: looks at all that a server needs, on a machine where one runs or is to run,
/// and says what to do.
@NullMarked
package ai.altertable.launcher.doctor;

import org.jspecify.annotations.NullMarked;
