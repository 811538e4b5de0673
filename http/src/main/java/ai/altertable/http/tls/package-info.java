/// TLS for a listener: certificate and key from files, renewed without a restart, and the door that
/// lets only TLS in. And TLS between processes of the platform, where both sides say who they are.
///
/// ```
///   socket -> TlsDoor, replaced by SslHandler -> ConnectionDeadlines -> ... as without TLS
/// ```
@NullMarked
package ai.altertable.http.tls;

import org.jspecify.annotations.NullMarked;
