/// The event-driven ground of the server, also for those that forward bytes without a thread for
/// each request: event loops and sockets, the handlers below and around the codec, and connections
/// to upstream servers.
///
/// ```
///   socket -> ConnectionDeadlines -> EarlyBytes -> HttpServerCodec -> GoneClientHandler -> yours
/// ```
@NullMarked
package ai.altertable.http.wire;

import org.jspecify.annotations.NullMarked;
