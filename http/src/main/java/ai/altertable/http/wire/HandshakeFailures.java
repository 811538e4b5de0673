package ai.altertable.http.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Ends a connection whose handshake fails; who waits for it is told by the handshake's future.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class HandshakeFailures extends ChannelInboundHandlerAdapter {
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
