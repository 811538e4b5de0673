package ai.altertable.http.wire;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;

/// How upstream servers are spoken to over TLS. Safe for use by several event loops.
public interface UpstreamTls {
  /// For a connection that is dialled.
  ///
  /// @param peer the URI that the server's certificate has to hold
  SslHandler dialling(ByteBufAllocator allocator, String peer);

  /// Stands for what this side shows: unequal when that has changed. Connections that were made by
  /// another one are not used again.
  Object credentials();
}
