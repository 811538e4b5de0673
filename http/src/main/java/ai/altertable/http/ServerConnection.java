package ai.altertable.http;

import ai.altertable.http.error.RequestId;
import ai.altertable.http.wire.BadRequests;
import ai.altertable.http.wire.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: takes its requests, has them handled in order and one at a time, and
/// decides when the connection ends. Confined to the event loop.
///
/// ```
///   ACCEPTING --malformed head, badly framed or truncated body, too many pipelined--> FINISHING
///   FINISHING --what was accepted before is answered--> CLOSING
///   ACCEPTING --an answer that says "Connection: close" has ended--> CLOSING
/// ```
final class ServerConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  /// After a FIN in the middle of a body: time for the reset that tells a close from a half-close.
  private static final long TRUNCATION_MILLIS = 600;

  private enum State {
    ACCEPTING,
    FINISHING,
    CLOSING
  }

  private final RequestThreads threads;
  private final HttpServerConfig config;
  private final StaleFlush staleFlush;
  private final AnswerChannel answers;
  private final Deque<HttpExchange> waiting = new ArrayDeque<>();

  private State state = State.ACCEPTING;
  private @Nullable HttpExchange current;
  private @Nullable HttpExchange receiving;
  private @Nullable Refusal refusal;
  private boolean draining;
  private boolean reading;

  ServerConnection(
      RequestThreads threads, HttpServerConfig config, StaleFlush staleFlush, Channel channel) {
    this.threads = threads;
    this.config = config;
    this.staleFlush = staleFlush;
    this.answers = new AnswerChannel(channel, this, threads, config.sendStallTimeout());
  }

  // ---- what the socket brings

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    readOn(ctx.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      receive(request);
    }
    if (message instanceof HttpContent content) {
      receive(content);
    }
  }

  private void receive(HttpRequest request) {
    if (state != State.ACCEPTING) {
      return;
    }
    var rules =
        new BadRequests(config.limits(), RequestId.of(request.headers().get(RequestId.HEADER)));
    Optional<Refusal> wrong = rules.check(request);
    if (wrong.isPresent()) {
      refuse(wrong.get());
    } else if (waiting.size() >= config.limits().pipelinedRequestsMax()) {
      state = State.FINISHING;
    } else {
      accept(request, rules);
    }
    startNext();
  }

  private void accept(HttpRequest request, BadRequests rules) {
    try {
      var target = RequestTarget.parse(request.uri());
      var body =
          new RequestBody(
              answers, HttpUtil.is100ContinueExpected(request), config.receiveStallTimeout());
      receiving = new HttpExchange(answers, request, target, body);
      waiting.add(receiving);
    } catch (IllegalArgumentException malformed) {
      String reason = Optional.ofNullable(malformed.getMessage()).orElse("it cannot be decoded");
      refuse(rules.malformed("the request target is malformed: " + reason));
    }
  }

  /// What comes after is not understood; what came before is still answered.
  private void refuse(Refusal answer) {
    state = State.FINISHING;
    refusal = answer;
  }

  private void receive(HttpContent content) {
    HttpExchange exchange = receiving;
    if (exchange == null) {
      content.release();
      return;
    }
    RequestBody body = exchange.incoming();
    if (content.decoderResult().isFailure()) {
      content.release();
      truncate(body, "the request's body is badly framed");
      return;
    }
    body.offer(content.content());
    if (content instanceof LastHttpContent) {
      body.complete();
      receiving = null;
    } else if (KeepAlive.drainedTooMuch(body)) {
      receiving = null;
      close();
    }
  }

  private void truncate(RequestBody body, String reason) {
    receiving = null;
    state = state == State.CLOSING ? state : State.FINISHING;
    body.fail(new MalformedRequestException(reason));
    if (current == null) {
      startNext();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    reading = false;
    readOn(ctx.channel());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && receiving != null) {
      RequestBody truncated = receiving.incoming();
      Runnable giveUp = () -> truncate(truncated, "the request's body is cut short");
      var _ = ctx.executor().schedule(giveUp, TRUNCATION_MILLIS, TimeUnit.MILLISECONDS);
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ResponseBody response = current == null ? null : current.response();
    if (response != null) {
      response.writabilityChanged();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    state = State.CLOSING;
    receiving = null;
    if (current != null) {
      staleFlush.remove(current);
      current.gone();
      current = null;
    }
    waiting.forEach(HttpExchange::gone);
    waiting.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Throwable reason =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (reason instanceof IOException) {
      LOG.debug("the connection of {} broke: {}", answers.peer(), reason.getMessage());
    } else {
      LOG.error("the connection of {} failed", answers.peer(), cause);
    }
    var _ = ctx.close();
  }

  /// Asks for more, unless what is there already should be handled first.
  void readOn(Channel channel) {
    if (!reading && !holdsEnough()) {
      reading = true;
      channel.read();
    }
  }

  /// A request that has arrived as a whole does not count while it is handled: reading on is how a
  /// FIN is seen.
  private boolean holdsEnough() {
    return (receiving != null && receiving.incoming().isFull())
        || waiting.size() >= config.limits().pipelinedRequestsMax()
        || waiting.stream().mapToInt(next -> next.incoming().available()).sum() >= RequestBody.HIGH;
  }

  // ---- exchanges in order, and the connection's end

  private void startNext() {
    if (current != null || state == State.CLOSING) {
      return;
    }
    HttpExchange next = waiting.poll();
    if (next == null) {
      finish();
      return;
    }
    current = next;
    staleFlush.add(next);
    try {
      threads.serve(next);
    } catch (RejectedExecutionException stopped) {
      answers.reset();
    }
  }

  /// Nothing is left to answer.
  private void finish() {
    if (refusal != null) {
      state = State.CLOSING;
      answers.refuse(refusal);
    } else if (state == State.FINISHING) {
      close();
    } else if (draining) {
      state = State.CLOSING;
      answers.closeIdle();
    }
  }

  /// Not once the answer has begun: then it is too late for an interim one.
  boolean awaitsAnswer() {
    ResponseBody response = current == null ? null : current.response();
    return response == null || !response.hasBegun();
  }

  /// Completes the head of an answer that is about to be written.
  void prepare(HttpExchange exchange, HttpResponse head) {
    boolean last = waiting.isEmpty() && refusal == null && (state != State.ACCEPTING || draining);
    boolean keep =
        !last && KeepAlive.wanted(exchange.request(), head) && KeepAlive.canDrain(exchange);
    if (!keep) {
      exchange.closeConnection();
    }
    KeepAlive.announce(exchange.request(), head, keep);
    if (!head.headers().contains(HttpHeaderNames.DATE)) {
      head.headers().set(HttpHeaderNames.DATE, staleFlush.date());
    }
  }

  /// The last of an answer has been written.
  void ended(HttpExchange exchange, Channel channel) {
    if (current != exchange) {
      return;
    }
    current = null;
    exchange.ended();
    staleFlush.remove(exchange);
    boolean keep = !exchange.closesConnection() && KeepAlive.canDrain(exchange);
    exchange.incoming().discard();
    if (keep) {
      startNext();
      readOn(channel);
    } else {
      close();
    }
  }

  private void close() {
    state = State.CLOSING;
    waiting.forEach(unanswered -> unanswered.incoming().discard());
    waiting.clear();
    answers.closeAfterFlush();
  }

  /// Takes no further requests: closes now, or after what has been accepted is answered.
  void drain() {
    draining = true;
    startNext();
  }
}
