package ai.altertable.http.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches over a kept connection: closes it after a time, when the server closes it, and when the
/// server sends what nobody asked for. Confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class IdleUpstream extends ChannelInboundHandlerAdapter {
  private final Deque<Channel> kept;
  private final Duration timeout;
  private @Nullable Future<?> expiry;

  IdleUpstream(Deque<Channel> kept, Duration timeout) {
    this.kept = kept;
    this.timeout = timeout;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    expiry = ctx.executor().schedule(() -> drop(ctx), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (expiry != null) {
      expiry.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
    drop(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    drop(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    drop(ctx);
  }

  private void drop(ChannelHandlerContext ctx) {
    kept.remove(ctx.channel());
    ctx.close();
  }
}
