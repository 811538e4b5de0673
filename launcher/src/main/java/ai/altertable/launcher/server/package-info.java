/// The server process: control plane, gateway, embedded PostgreSQL and hosted workers, put
/// together.
@NullMarked
package ai.altertable.launcher.server;

import org.jspecify.annotations.NullMarked;
