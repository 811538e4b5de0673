/// Workers that enrol, serve, and go, and what is kept of what they did.
@NullMarked
package ai.altertable.systemtests.fleet;

import org.jspecify.annotations.NullMarked;
