package ai.altertable.http.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Finds out that the client has gone while nothing else is sent to it: within a second, or, where
/// probes have to be spaced out because few are left, up to about as long as they have been going
/// on. The news is the channel becoming inactive; a mere half-close (`shutdown(SHUT_WR)`) is none.
///
/// A reset shows by itself. After a FIN the client may still be reading, and while reading is held
/// back a FIN hides behind unread bytes; so in both cases bytes are sent that the answer begins
/// with anyway ([EarlyBytes]), which a socket that is no longer there answers with a reset.
///
/// ```
///   FIN with no request open   -> flush and close
///   FIN with a request open    -> probe at once, again after 1/10, then 1/4, 1/2, 1, 2 ... s
///   reading held back for 1/2 s with a request open -> likewise, but every 4/5 s without end
///                                                      where the client takes interim answers
/// ```
///
/// An answer with a `Content-Length` whose head is out leaves nothing to probe with: what may take
/// long goes out chunked. Sees requests and answers in passing, and so works under any handler;
/// interim answers (100) must be written through it as well. Confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class GoneClientHandler extends ChannelDuplexHandler {
  /// The first probe draws the reset, the second one, a while later, runs into it: nobody reads
  /// after a FIN, so a reset alone goes unnoticed.
  private static final long SECOND_PROBE_MILLIS = 100;

  private static final long PROBE_MILLIS = 250;
  private static final long HELD_BACK_MILLIS = 500;
  private static final long STEADY_PROBE_MILLIS = 800;
  private static final int DOUBLINGS_MAX = 7;

  /// Some clients take no more than sixteen digits for a chunk's size.
  private static final int ZEROS_MAX = 8;

  private enum Stage {
    AWAITED,
    CHUNKED,
    OF_KNOWN_LENGTH
  }

  private final EarlyBytes early;
  private Stage stage = Stage.AWAITED;
  private int unanswered;

  /// The client of the latest request takes interim answers, and waits for none.
  private boolean takesInterim;

  private long requests;
  private int probes;
  private boolean inputEnded;
  private boolean reading;
  private long heldBackSince;
  private @Nullable Future<?> next;

  GoneClientHandler(EarlyBytes early) {
    this.early = early;
  }

  /// True while a request has been read whose answer has not ended.
  public boolean exchanging() {
    return unanswered > 0;
  }

  /// Requests read so far.
  long requests() {
    return requests;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      unanswered++;
      requests++;
      takesInterim = takesInterim(request);
    }
    ctx.fireChannelRead(message);
  }

  /// HTTP/1.0 has no interim answers, who waits for one would be told to go on, and the `fetch` of
  /// Node, known by a header that it always sends, gives up on one that it did not ask for.
  private static boolean takesInterim(HttpRequest request) {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !HttpUtil.is100ContinueExpected(request)
        && !request.headers().contains("sec-fetch-mode");
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    reading = true;
    ctx.read();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    ctx.fireChannelReadComplete();
    if (!reading && unanswered > 0) {
      heldBackSince = System.nanoTime();
      probeAfter(ctx, HELD_BACK_MILLIS);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    ctx.fireUserEventTriggered(event);
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      if (unanswered == 0) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      } else {
        cancelNext();
        probe(ctx);
      }
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse interim
        && interim.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      ReferenceCountUtil.release(message);
      early.writeInterim(ctx, interim.status(), promise);
      takesInterim = true; // this client asked for one
      return;
    }
    if (message instanceof HttpResponse head) {
      enter(HttpUtil.isTransferEncodingChunked(head) ? Stage.CHUNKED : Stage.OF_KNOWN_LENGTH);
    }
    if (message instanceof HttpContent content && content.content().isReadable()) {
      probes = 0;
    }
    if (message instanceof LastHttpContent) {
      ctx.write(message, answered(promise));
    } else {
      ctx.write(message, promise);
    }
    if (inputEnded) {
      probeAfter(ctx, SECOND_PROBE_MILLIS);
    }
  }

  private ChannelPromise answered(ChannelPromise promise) {
    enter(Stage.AWAITED);
    unanswered = Math.max(0, unanswered - 1);
    return inputEnded && unanswered == 0
        ? promise.unvoid().addListener(ChannelFutureListener.CLOSE)
        : promise;
  }

  private void enter(Stage entered) {
    stage = entered;
    probes = 0;
  }

  private void probeAfter(ChannelHandlerContext ctx, long millis) {
    if (next == null && unanswered > 0) {
      next = ctx.executor().schedule(() -> probe(ctx), millis, TimeUnit.MILLISECONDS);
    }
  }

  private void probe(ChannelHandlerContext ctx) {
    next = null;
    if (unanswered == 0 || !ctx.channel().isActive()) {
      return;
    }
    if (inputEnded) {
      sendProbe(ctx);
      probeAfter(ctx, pause());
    } else if (!reading) {
      probeHeldBack(ctx);
    }
  }

  private long pause() {
    if (mayInform() && !inputEnded && probes > 1) {
      return STEADY_PROBE_MILLIS;
    }
    return probes <= 1 ? SECOND_PROBE_MILLIS : PROBE_MILLIS << Math.min(probes - 2, DOUBLINGS_MAX);
  }

  /// True when probes do not run out: an interim answer, which may be as long as it likes, can only
  /// be that of the request being answered.
  private boolean mayInform() {
    return stage == Stage.AWAITED && unanswered == 1 && takesInterim;
  }

  private void probeHeldBack(ChannelHandlerContext ctx) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heldBackSince);
    if (millis < HELD_BACK_MILLIS) {
      probeAfter(ctx, HELD_BACK_MILLIS - millis);
    } else {
      sendProbe(ctx);
      probeAfter(ctx, pause());
    }
  }

  /// What waits to be sent is as good as a probe.
  private void sendProbe(ChannelHandlerContext ctx) {
    if (Pending.bytes(ctx.channel()) > 0) {
      return;
    }
    boolean sent =
        switch (stage) {
          case AWAITED -> early.sendByte(ctx, mayInform());
          case CHUNKED -> sendZero(ctx);
          case OF_KNOWN_LENGTH -> false;
        };
    if (sent) {
      probes++;
    }
  }

  private boolean sendZero(ChannelHandlerContext ctx) {
    if (probes >= ZEROS_MAX) {
      return false;
    }
    early.sendChunkZero(ctx);
    return true;
  }

  private void cancelNext() {
    if (next != null) {
      next.cancel(false);
      next = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    cancelNext();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    cancelNext();
  }
}
