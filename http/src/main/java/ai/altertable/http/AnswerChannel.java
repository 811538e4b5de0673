package ai.altertable.http;

import ai.altertable.http.wire.Closing;
import ai.altertable.http.wire.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.SocketAddress;
import java.time.Duration;

/// The handlers' side of a connection. Callable from any thread; what it does happens on the
/// connection's event loop, in the order of the calls.
final class AnswerChannel {
  private final Channel channel;
  private final SocketAddress peer;
  private final ServerConnection connection;
  private final RequestThreads threads;
  private final Duration sendStallTimeout;

  AnswerChannel(
      Channel channel,
      ServerConnection connection,
      RequestThreads threads,
      Duration sendStallTimeout) {
    this.channel = channel;
    this.peer = channel.remoteAddress();
    this.connection = connection;
    this.threads = threads;
    this.sendStallTimeout = sendStallTimeout;
  }

  SocketAddress peer() {
    return peer;
  }

  Duration sendStallTimeout() {
    return sendStallTimeout;
  }

  ByteBuf allocate(int bytes, int bytesMax) {
    return channel.alloc().directBuffer(bytes, bytesMax);
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  /// How much has to be taken by the client before more should be written; zero when writable.
  long bytesToWritable() {
    return channel.isWritable() ? 0 : channel.bytesBeforeWritable();
  }

  /// Sends a head whose body follows.
  void begin(HttpExchange exchange, AnswerHead head) {
    boolean chunks = exchange.request().protocolVersion().equals(HttpVersion.HTTP_1_1);
    HttpResponse response = head.beginning(chunks);
    onLoop(() -> {
      connection.prepare(exchange, response);
      write(response);
    });
  }

  /// Sends the next part of a body. From the event loop itself (a stale buffer) it takes its turn
  /// behind what handlers have already asked for.
  void send(HttpContent content) {
    if (channel.eventLoop().inEventLoop()) {
      onLoop(() -> writeAndFlush(content));
    } else {
      writeAndFlush(content);
    }
  }

  void flush() {
    channel.flush();
  }

  /// Sends the last part of a body.
  void end(HttpExchange exchange, LastHttpContent last) {
    onLoop(() -> {
      writeAndFlush(last);
      connection.ended(exchange, channel);
    });
  }

  /// Sends an answer as a whole.
  void answer(HttpExchange exchange, FullHttpResponse response) {
    onLoop(() -> {
      connection.prepare(exchange, response);
      writeAndFlush(response);
      connection.ended(exchange, channel);
    });
  }

  /// Sends an answer of the server's own and closes.
  void refuse(Refusal answer) {
    answer.log();
    channel.writeAndFlush(answer.response()).addListener(_ -> Closing.afterAnswer(channel));
  }

  void closeAfterFlush() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> Closing.afterAnswer(channel));
  }

  /// Closes a connection on which nothing is under way.
  void closeIdle() {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// Ends the exchange without an answer, and the connection with it.
  void abandon(HttpExchange exchange) {
    exchange.ended();
    exchange.incoming().discard();
    reset();
  }

  void reset() {
    Closing.reset(channel);
  }

  /// Tells a client that waits with its request's body to go on.
  void goOn() {
    onLoop(() -> {
      if (connection.awaitsAnswer()) {
        writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
      }
    });
  }

  void readOn() {
    onLoop(() -> connection.readOn(channel));
  }

  void runAside(Runnable action) {
    threads.runAside(action);
  }

  /// A write that fails makes the channel inactive; there is nothing else to know about it.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void write(Object message) {
    channel.write(message, channel.voidPromise());
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void writeAndFlush(Object message) {
    channel.writeAndFlush(message, channel.voidPromise());
  }

  private void onLoop(Runnable task) {
    channel.eventLoop().execute(task);
  }
}
