package ai.altertable.http.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The two ways to end a connection from our side.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class Closing extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
  private static final long LINGER_SECONDS = 2;

  private Closing() {}

  /// Ends it at once, by a reset where the socket has one: the client cannot take what it got so
  /// far for the whole, and what waits to be sent is forgotten. Callable from any thread.
  public static void reset(Channel channel) {
    if (channel instanceof SocketChannel tcp) {
      dropUnsent(tcp);
    }
    ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
    if (tls == null) {
      channel.close();
    } else {
      // Past TLS, which would say that this is a proper end.
      tls.close();
    }
  }

  private static void dropUnsent(SocketChannel channel) {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException closed) {
      LOG.trace("closed already", closed);
    }
  }

  /// Ends it so that the client gets the last answer although it may still be sending (RFC 9112
  /// section 9.6): stops sending, and drops what comes until the client closes, two seconds at
  /// most. To be called on the event loop, after the last write has completed.
  public static void afterAnswer(Channel channel) {
    if (!(channel instanceof DuplexChannel duplex)
        || duplex.isInputShutdown()
        || !channel.isActive()) {
      channel.close();
      return;
    }
    channel.pipeline().addFirst(new Closing());
    channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      endOutput(duplex);
    } else {
      tls.closeOutbound().addListener(_ -> endOutput(duplex));
    }
  }

  private static void endOutput(DuplexChannel channel) {
    channel
        .shutdownOutput()
        .addListener(done -> {
          if (done.isSuccess()) {
            channel.read();
          } else {
            channel.close();
          }
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.read();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
