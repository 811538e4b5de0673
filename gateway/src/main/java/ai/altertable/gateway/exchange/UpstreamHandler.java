package ai.altertable.gateway.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/// Hands what comes from a worker's connection to the request that has borrowed it. Confined to the
/// event loop.
final class UpstreamHandler extends ChannelInboundHandlerAdapter {
  private final Upstream upstream;
  private boolean interim;

  UpstreamHandler(Upstream upstream) {
    this.upstream = upstream;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case HttpResponse head -> receive(ctx, head);
      case HttpContent content -> receive(ctx, content);
      default -> {
        ReferenceCountUtil.release(message);
        fail(ctx, "it speaks another protocol");
      }
    }
  }

  private void receive(ChannelHandlerContext ctx, HttpResponse head) {
    if (head.decoderResult().isFailure()) {
      ReferenceCountUtil.release(head);
      fail(ctx, "its answer is no HTTP");
      return;
    }
    interim = upstream.answered(ctx.channel(), head);
  }

  private void receive(ChannelHandlerContext ctx, HttpContent content) {
    boolean ofInterim = interim;
    interim &= !(content instanceof LastHttpContent);
    if (ofInterim) {
      content.release();
    } else if (content.decoderResult().isFailure()) {
      content.release();
      fail(ctx, "its answer is badly framed");
    } else {
      upstream.answered(ctx.channel(), content);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    upstream.answerPaused(ctx.channel());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    upstream.workerWritable(ctx.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    upstream.lost(ctx.channel(), new IOException("it closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    upstream.lost(ctx.channel(), cause);
  }

  private void fail(ChannelHandlerContext ctx, String reason) {
    upstream.lost(ctx.channel(), new IOException(reason));
  }
}
