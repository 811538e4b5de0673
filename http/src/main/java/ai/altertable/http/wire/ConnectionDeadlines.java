package ai.altertable.http.wire;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.error.RequestId;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Closes connections on which nothing happens, and those whose client takes too long over a head.
///
/// Looks at its connection now and then instead of setting a timer for each request, so a deadline
/// may be passed by half the shorter time-out. Sits next to the socket; confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class ConnectionDeadlines extends ChannelInboundHandlerAdapter {
  private final GoneClientHandler exchanges;
  private final long headNanos;
  private final long idleNanos;
  private final long intervalNanos;

  private long quietSince;
  private long headSince;

  /// The count of requests at which the present head began; the count moves when it is complete.
  private long headOf = -1;

  private long requestsSeen;
  private long pendingSeen;
  private @Nullable Future<?> next;

  ConnectionDeadlines(HttpLimits limits, GoneClientHandler exchanges) {
    this.exchanges = exchanges;
    this.headNanos = limits.headTimeout().toNanos();
    this.idleNanos = limits.idleTimeout().toNanos();
    this.intervalNanos =
        Math.max(TimeUnit.MILLISECONDS.toNanos(20), Math.min(headNanos, idleNanos) / 2);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    quietSince = System.nanoTime();
    checkLater(ctx);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!exchanges.exchanging() && headOf != exchanges.requests()) {
      headOf = exchanges.requests();
      headSince = System.nanoTime();
    }
    ctx.fireChannelRead(message);
  }

  private void check(ChannelHandlerContext ctx) {
    long now = System.nanoTime();
    if (isBusy(ctx)) {
      quietSince = now;
    } else if (headOf == exchanges.requests()) {
      if (now - headSince >= headNanos) {
        refuse(ctx);
        return;
      }
    } else if (now - quietSince >= idleNanos) {
      ctx.close();
      return;
    }
    checkLater(ctx);
  }

  /// True also when a request came and went since the last look, or its answer is still being
  /// taken.
  private boolean isBusy(ChannelHandlerContext ctx) {
    long pending = Pending.bytes(ctx.channel());
    boolean moved = requestsSeen != exchanges.requests() || pendingSeen != pending;
    requestsSeen = exchanges.requests();
    pendingSeen = pending;
    return exchanges.exchanging() || moved;
  }

  private void refuse(ChannelHandlerContext ctx) {
    var answer =
        Refusal.of(
            HttpResponseStatus.REQUEST_TIMEOUT,
            RequestId.random(),
            ErrorCode.INVALID_REQUEST,
            "the request's head did not arrive within "
                + TimeUnit.NANOSECONDS.toMillis(headNanos)
                + " ms");
    answer.log();
    ctx.writeAndFlush(answer.bytes()).addListener(_ -> Closing.afterAnswer(ctx.channel()));
  }

  private void checkLater(ChannelHandlerContext ctx) {
    next = ctx.executor().schedule(() -> check(ctx), intervalNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (next != null) {
      next.cancel(false);
    }
    ctx.fireChannelInactive();
  }
}
