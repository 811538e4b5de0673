/// An HTTP/1.1 server whose handlers block on virtual threads: limits, strict parsing,
/// back-pressure in both directions, and the news that a client has gone while nothing flows.
///
/// Start reading at [ai.altertable.http.HttpServer] and [ai.altertable.http.HttpExchange].
@NullMarked
package ai.altertable.http;

import org.jspecify.annotations.NullMarked;
