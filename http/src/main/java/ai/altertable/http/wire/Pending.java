package ai.altertable.http.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/// What a connection still has to send.
public final class Pending {
  private Pending() {}

  /// Bytes written to the channel that its socket has not taken yet. Callable from any thread.
  public static long bytes(Channel channel) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
