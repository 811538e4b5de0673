package ai.altertable.http.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/// How a listener speaks TLS. Safe for use by several threads.
public sealed interface Handshakes permits MemberTls.Door, ServerTls {
  /// For one connection.
  SslHandler handler(ByteBufAllocator allocator);

  /// From the connection to the end of its handshake.
  Duration handshakeTimeout();
}
