/// The process of a hosted worker, on both sides of the pipe that ties it to the server.
@NullMarked
package ai.altertable.launcher.worker;

import org.jspecify.annotations.NullMarked;
