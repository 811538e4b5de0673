package ai.altertable.http.tls;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.error.RequestId;
import ai.altertable.http.wire.Closing;
import ai.altertable.http.wire.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands at the door of a listener that speaks TLS: who begins a handshake is let in, who speaks
/// HTTP in the clear is told in the clear to use `https`, and all others, and those who say
/// nothing, are shown out. To be the first handler; confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class TlsDoor extends ByteToMessageDecoder {
  /// The content type of a handshake record (RFC 8446, section 5.1).
  private static final byte HANDSHAKE = 22;

  private final Handshakes tls;
  private io.netty.util.concurrent.@Nullable Future<?> deadline;
  private boolean refused;

  public TlsDoor(Handshakes tls) {
    this.tls = tls;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    deadline =
        ctx.executor()
            .schedule(() -> ctx.close(), tls.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes());
    } else if (in.getByte(in.readerIndex()) == HANDSHAKE) {
      ctx.pipeline().addAfter(ctx.name(), "tls", tls.handler(ctx.alloc()));
      ctx.pipeline().remove(this);
    } else {
      boolean http = Character.isUpperCase(in.getByte(in.readerIndex()));
      refused = true;
      in.skipBytes(in.readableBytes());
      refuse(ctx, http);
    }
  }

  private static void refuse(ChannelHandlerContext ctx, boolean http) {
    if (!http) {
      ctx.close();
      return;
    }
    Refusal refusal =
        Refusal.of(
            HttpResponseStatus.BAD_REQUEST,
            RequestId.random(),
            ErrorCode.INVALID_REQUEST,
            "this port speaks TLS only; use https:// instead of http://");
    refusal.log();
    ctx.writeAndFlush(refusal.bytes()).addListener(_ -> Closing.afterAnswer(ctx.channel()));
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }
}
