/// The front door: listens for clients, finds out who they are, and forwards them to workers.
@NullMarked
package ai.altertable.gateway;

import org.jspecify.annotations.NullMarked;
