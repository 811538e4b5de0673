/// The PostgreSQL server that Altertable brings along: durable, supervised, on loopback only.
@NullMarked
package ai.altertable.launcher.postgres;

import org.jspecify.annotations.NullMarked;
