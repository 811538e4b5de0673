package ai.altertable.gateway.exchange;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.http.wire.Closing;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: takes its requests in order and one at a time, and decides when the
/// connection ends. Sits behind [ai.altertable.http.wire.ServerPipeline]; confined to the event
/// loop.
///
/// What the codec brings waits in a queue until the present exchange takes it. Nothing more is read
/// from the socket while something waits, so the queue holds one read of the socket at most.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  /// How much of a body that nobody wants is read away in order to keep the connection.
  private static final long LEFTOVER_BYTES_MAX = 64 << 10;

  private final Services services;
  private final Channel channel;
  private final String address;
  private final int pipelinedMax;
  private final Deque<HttpObject> inbound = new ArrayDeque<>();

  private @Nullable Exchange current;

  /// Requests whose head is in the queue.
  private int waiting;

  /// The last thing that came does not end its request.
  private boolean midRequest;

  /// Nothing that still comes is taken: it cannot be understood, or it is too much.
  private boolean deaf;

  private boolean inputEnded;
  private boolean draining;
  private boolean closing;
  private boolean reading;
  private boolean pumping;

  /// @param pipelinedMax requests that may wait behind the one being answered
  public ClientConnection(Services services, Channel channel, int pipelinedMax) {
    this.services = services;
    this.channel = channel;
    this.pipelinedMax = pipelinedMax;
    this.address =
        channel.remoteAddress() instanceof InetSocketAddress inet
            ? inet.getAddress().getHostAddress()
            : "local";
  }

  ByteBufAllocator allocator() {
    return channel.alloc();
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  /// Where the client is, as grants say it.
  String address() {
    return address;
  }

  // ---- what the socket brings

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    readOn();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpObject part && accepts(part)) {
      inbound.add(part);
      pump();
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private boolean accepts(HttpObject part) {
    if (deaf || closing) {
      return false;
    }
    if (part instanceof HttpRequest) {
      if (waiting >= pipelinedMax) {
        deaf = true;
        return false;
      }
      waiting++;
    }
    midRequest = !(part instanceof LastHttpContent);
    return true;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    flush();
    readOn();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputEnded = true;
      failTruncated();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (current != null) {
      current.clientWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closing = true;
    stopListening();
    if (current != null) {
      current.abandon();
      current = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (reason instanceof IOException) {
      LOG.debug("the connection of {} broke: {}", address, reason.getMessage());
    } else {
      LOG.error("the connection of {} failed", address, cause);
    }
    ctx.close();
  }

  /// Asks for more, unless what is there already should be taken first.
  void readOn() {
    if (!reading && wantsMore()) {
      reading = true;
      channel.read();
    }
  }

  /// Between requests, and behind one that has arrived as a whole, reading on is how a FIN is seen.
  private boolean wantsMore() {
    if (deaf || closing || !inbound.isEmpty()) {
      return false;
    }
    return !midRequest || current == null || current.wantsBody();
  }

  // ---- exchanges in order

  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      while (!closing && takeNext()) {
        // goes on until something has to wait
      }
    } finally {
      pumping = false;
    }
  }

  private boolean takeNext() {
    return switch (inbound.peek()) {
      case null -> false;
      case HttpRequest request -> current == null && begin(request);
      case HttpContent content -> (current == null || current.takesBody()) && take(content);
      default -> throw new IllegalStateException("the codec produced neither head nor content");
    };
  }

  private boolean begin(HttpRequest request) {
    inbound.remove();
    waiting--;
    current = new Exchange(services, this, channel, request);
    current.start();
    failTruncated();
    return true;
  }

  /// Without a current exchange it is the rest of a body that nobody wanted.
  private boolean take(HttpContent content) {
    inbound.remove();
    if (content.decoderResult().isFailure()) {
      content.release();
      failBadlyFramed();
    } else if (current == null) {
      content.release();
    } else {
      current.body(content);
    }
    return true;
  }

  private void failBadlyFramed() {
    stopListening();
    if (current == null) {
      close();
    } else {
      current.fail(
          new PlatformException(
              ErrorCode.INVALID_REQUEST, "the request's body is badly framed; send valid chunks"));
    }
  }

  /// A body whose end cannot come any more must not reach a worker as if it were whole.
  private void failTruncated() {
    if (inputEnded && midRequest && waiting == 0 && current != null) {
      stopListening();
      current.fail(
          new PlatformException(
              ErrorCode.INVALID_REQUEST,
              "the request's body is cut short: the connection ended before it"));
    }
  }

  /// Drops what waits and what still comes.
  void stopListening() {
    deaf = true;
    waiting = 0;
    inbound.forEach(ReferenceCountUtil::release);
    inbound.clear();
  }

  private void flush() {
    if (current != null) {
      current.flush();
    }
  }

  /// Goes on after something that had to be waited for. No effect while the socket's input is being
  /// worked off, as that goes on by itself.
  void resume() {
    if (!pumping) {
      pump();
      flush();
      readOn();
    }
  }

  // ---- the connection's end

  /// Whether the connection can go on after the answer to `request`, the present one. A client that
  /// waits to be told to go on may send its body or not, so it cannot be waited for.
  boolean canKeep(HttpRequest request) {
    boolean last = waiting == 0 && (deaf || draining || inputEnded);
    return !last && HttpUtil.isKeepAlive(request) && (hasArrived() || isShort(request));
  }

  private boolean hasArrived() {
    return !midRequest || waiting > 0;
  }

  private static boolean isShort(HttpRequest request) {
    return !HttpUtil.is100ContinueExpected(request)
        && !HttpUtil.isTransferEncodingChunked(request)
        && HttpUtil.getContentLength(request, 0L) <= LEFTOVER_BYTES_MAX;
  }

  /// The last of the present answer has been written.
  void answered(boolean keep) {
    current = null;
    if (keep && !(draining && waiting == 0)) {
      resume();
    } else {
      close();
    }
  }

  private void close() {
    closing = true;
    stopListening();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Closing.afterAnswer(channel));
  }

  /// Takes no further requests: closes now, or when what has been accepted is answered.
  public void drain() {
    draining = true;
    if (current == null && !closing) {
      closing = true;
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  /// Ends it now. The client is told if there is a way.
  public void cut() {
    stopListening();
    if (current == null) {
      channel.close();
    } else {
      current.cut();
    }
  }
}
