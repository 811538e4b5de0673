package ai.altertable.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/// Sends, ahead of time and one at a time, bytes with which the answer begins anyway, and takes
/// them off the answer when it comes. A peer that has closed its socket answers such a byte with a
/// reset; one that waits sees an answer arriving slowly.
///
/// ```
///   before the head   HTTP/1.1·                             of any answer
///   then              100 Continue CR LF X-Held-Back: ....  of an interim one, where it is allowed,
///                                                           whose header grows by a dot a time
///   between chunks    0                                     leading a size: chunk-size = 1*HEXDIG
/// ```
///
/// An interim answer that has been begun so is ended when the final one, or the handler's own
/// interim one, is due (RFC 9110 section 15.2, RFC 9112 section 7.1). Sits between socket and
/// codec; confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class EarlyBytes extends ChannelOutboundHandlerAdapter {
  private static final String PREFIX = "HTTP/1.1 ";
  private static final String INTERIM = PREFIX + "100 Continue\r\nX-Held-Back: ";

  /// Some clients take no head of more than sixteen kilobytes.
  private static final int INTERIM_BYTES_MAX = 8 << 10;

  private int sent;

  /// False when there is none left.
  ///
  /// @param interim whether an interim answer may be begun, or gone on with
  boolean sendByte(ChannelHandlerContext ctx, boolean interim) {
    if (sent >= (interim ? INTERIM_BYTES_MAX : PREFIX.length())) {
      return false;
    }
    send(ctx, (byte) (sent < INTERIM.length() ? INTERIM.charAt(sent) : '.'));
    sent++;
    return true;
  }

  void sendChunkZero(ChannelHandlerContext ctx) {
    send(ctx, (byte) '0');
  }

  /// An interim answer. It passes the codec by, whose encoder would count it as a final one.
  void writeInterim(ChannelHandlerContext ctx, HttpResponseStatus status, ChannelPromise promise) {
    if (status.equals(HttpResponseStatus.CONTINUE) && interimBegun()) {
      below(ctx).write(interimEnd(ctx), promise);
      return;
    }
    String head = "HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n\r\n";
    writeHead(below(ctx), ascii(ctx, head), promise);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      writeHead(ctx, bytes, promise);
    } else {
      ctx.write(message, promise);
    }
  }

  /// What follows something sent early can only be a head; all else passes unchanged.
  private void writeHead(ChannelHandlerContext ctx, ByteBuf head, ChannelPromise promise) {
    if (interimBegun()) {
      ctx.write(interimEnd(ctx));
    } else {
      head.skipBytes(sent);
      sent = 0;
    }
    ctx.write(head, promise);
  }

  private boolean interimBegun() {
    return sent > PREFIX.length();
  }

  private ByteBuf interimEnd(ChannelHandlerContext ctx) {
    String rest = INTERIM.substring(Math.min(sent, INTERIM.length())) + "\r\n\r\n";
    sent = 0;
    return ascii(ctx, rest);
  }

  private static ByteBuf ascii(ChannelHandlerContext ctx, String text) {
    ByteBuf bytes = ctx.alloc().buffer(text.length());
    bytes.writeCharSequence(text, StandardCharsets.US_ASCII);
    return bytes;
  }

  /// Where TLS has ended, bytes cannot be sent any more although the socket is open: nobody waits.
  private void send(ChannelHandlerContext ctx, byte early) {
    below(ctx)
        .writeAndFlush(ctx.alloc().buffer(1).writeByte(early))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private ChannelHandlerContext below(ChannelHandlerContext ctx) {
    return ctx.pipeline().context(this);
  }
}
