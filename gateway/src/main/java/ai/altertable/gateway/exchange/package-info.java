/// Requests on their way from a client to a worker, and answers on their way back. Everything of
/// one client's connection, the worker's connection included, happens on one event loop; bodies
/// pass through as the buffers that the sockets were read into.
///
/// Start reading at [ai.altertable.gateway.exchange.ClientConnection].
///
/// ```
///   ClientConnection --one at a time--> Exchange --route, login--> Forwarding <--> worker
///          ^                                                           |
///          +------------------------- Answer <-------------------------+
/// ```
@NullMarked
package ai.altertable.gateway.exchange;

import org.jspecify.annotations.NullMarked;
