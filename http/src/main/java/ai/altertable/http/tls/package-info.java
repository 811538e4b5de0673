/// TLS for a listener: certificate and key from files, renewed without a restart, and the door that
/// lets only TLS in.
///
/// ```
///   socket -> TlsDoor, replaced by SslHandler -> ConnectionDeadlines -> ... as without TLS
/// ```
@NullMarked
package ai.altertable.http.tls;

import org.jspecify.annotations.NullMarked;
