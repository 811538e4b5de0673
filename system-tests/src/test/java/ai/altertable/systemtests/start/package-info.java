/// How the program starts, stops, and refuses to start.
@NullMarked
package ai.altertable.systemtests.start;

import org.jspecify.annotations.NullMarked;
