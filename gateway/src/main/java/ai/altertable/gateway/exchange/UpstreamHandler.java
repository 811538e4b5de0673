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
  private final Forwarding forwarding;
  private boolean interim;

  UpstreamHandler(Forwarding forwarding) {
    this.forwarding = forwarding;
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
    interim = forwarding.answered(ctx.channel(), head);
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
      forwarding.answered(ctx.channel(), content);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    forwarding.answerPaused(ctx.channel());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    forwarding.workerWritable(ctx.channel());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    forwarding.lost(ctx.channel(), new IOException("it closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    forwarding.lost(ctx.channel(), cause);
  }

  private void fail(ChannelHandlerContext ctx, String reason) {
    forwarding.lost(ctx.channel(), new IOException(reason));
  }
}
