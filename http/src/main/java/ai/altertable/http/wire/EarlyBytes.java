package ai.altertable.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/// Sends, ahead of time and one at a time, bytes with which the answer begins anyway, and takes
/// them off the answer when it comes. A peer that has closed its socket answers such a byte with a
/// reset; one that waits sees an answer arriving slowly.
///
/// Before the head these are the nine bytes `HTTP/1.1 `; between chunks leading zeros of the next
/// chunk's size (`chunk-size = 1*HEXDIG`, RFC 9112 section 7.1). Sits between socket and codec;
/// confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class EarlyBytes extends ChannelOutboundHandlerAdapter {
  private static final byte[] PREFIX = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

  private int prefixSent;

  /// False when there is none left.
  boolean sendPrefixByte(ChannelHandlerContext ctx) {
    if (prefixSent == PREFIX.length) {
      return false;
    }
    send(ctx, PREFIX[prefixSent++]);
    return true;
  }

  void sendChunkZero(ChannelHandlerContext ctx) {
    send(ctx, (byte) '0');
  }

  /// An interim answer. It passes the codec by, whose encoder would count it as a final one.
  void writeInterim(ChannelHandlerContext ctx, HttpResponseStatus status, ChannelPromise promise) {
    String head = "HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n\r\n";
    ByteBuf bytes = ctx.alloc().buffer(head.length());
    bytes.writeCharSequence(head, StandardCharsets.US_ASCII);
    below(ctx).write(withoutPrefix(bytes), promise);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ctx.write(
        message instanceof ByteBuf bytes && bytes.isReadable() ? withoutPrefix(bytes) : message,
        promise);
  }

  private ByteBuf withoutPrefix(ByteBuf head) {
    if (prefixSent > 0) {
      head.skipBytes(prefixSent);
      prefixSent = 0;
    }
    return head;
  }

  private void send(ChannelHandlerContext ctx, byte early) {
    below(ctx).writeAndFlush(ctx.alloc().buffer(1).writeByte(early));
  }

  private ChannelHandlerContext below(ChannelHandlerContext ctx) {
    return ctx.pipeline().context(this);
  }
}
