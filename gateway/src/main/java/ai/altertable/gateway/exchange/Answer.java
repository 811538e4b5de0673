package ai.altertable.gateway.exchange;

import ai.altertable.foundation.error.PlatformException;
import ai.altertable.gateway.answer.WholeAnswer;
import ai.altertable.gateway.metric.RequestTimer;
import ai.altertable.http.error.ErrorAnswer;
import ai.altertable.http.error.ErrorLine;
import ai.altertable.http.error.RequestId;
import ai.altertable.http.wire.Closing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.time.Clock;

/// The answer to one request: one of the gateway's own, or a worker's, passed on as it comes. No
/// client takes a part of it for the whole. It is counted before its end is sent, so that whoever
/// has read it finds it counted.
///
/// ```
///   AWAITED --whole--> ENDED
///   AWAITED --begin--> BEGUN --last content--> ENDED
///   AWAITED --fail--> ENDED   by an error answer
///   BEGUN   --fail--> ENDED   by an error line where the format has such a thing, else by a reset
/// ```
///
/// Confined to the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class Answer {
  private enum Stage {
    AWAITED,
    BEGUN,
    ENDED
  }

  private final Clock clock;
  private final ClientConnection client;
  private final Channel channel;
  private final HttpRequest request;
  private final String requestId;
  private final RequestTimer timer;

  private Stage stage = Stage.AWAITED;
  private boolean keep;
  private boolean lines;
  private byte lastByte;
  private int status;

  Answer(
      Clock clock,
      ClientConnection client,
      Channel channel,
      HttpRequest request,
      String requestId,
      RequestTimer timer) {
    this.timer = timer;
    this.clock = clock;
    this.client = client;
    this.channel = channel;
    this.request = request;
    this.requestId = requestId;
  }

  String requestId() {
    return requestId;
  }

  boolean hasEnded() {
    return stage == Stage.ENDED;
  }

  /// True when the client keeps up.
  boolean isWritable() {
    return channel.isWritable();
  }

  /// Tells a client that waits with its body to go on.
  void goOn() {
    if (stage == Stage.AWAITED && HttpUtil.is100ContinueExpected(request)) {
      channel.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER),
          channel.voidPromise());
    }
  }

  /// Gives an answer of the gateway's own.
  void whole(WholeAnswer answer) {
    if (stage != Stage.AWAITED) {
      return;
    }
    keep = client.canKeep(request);
    timer.answered(answer.status().code());
    FullHttpResponse response = answer.response(clock.instant());
    response.headers().set(RequestId.HEADER, requestId);
    ResponseHead.announce(response.headers(), request, keep);
    channel.writeAndFlush(response, channel.voidPromise());
    end();
  }

  void error(ErrorAnswer answer) {
    whole(WholeAnswer.of(answer));
  }

  /// Begins to pass on a worker's answer.
  void begin(ResponseHead head, HttpResponse response) {
    stage = Stage.BEGUN;
    status = response.status().code();
    keep = client.canKeep(request) && head.letsClientKeep();
    lines = head.isLines();
    head.rewrite(requestId, keep);
    channel.write(response, channel.voidPromise());
  }

  /// Passes on a part of it; takes over the reference. It goes out with the next [#flush], the last
  /// one at once.
  void content(HttpContent content) {
    ByteBuf bytes = content.content();
    if (lines && bytes.isReadable()) {
      lastByte = bytes.getByte(bytes.writerIndex() - 1);
    }
    if (content instanceof LastHttpContent) {
      timer.answered(status);
      channel.writeAndFlush(content, channel.voidPromise());
      end();
    } else {
      channel.write(content, channel.voidPromise());
    }
  }

  void flush() {
    channel.flush();
  }

  /// Ends it with an error, in whatever way is still open.
  void fail(PlatformException failure) {
    fail(failure, ErrorAnswer.of(failure));
  }

  /// @param answer for when nothing has been sent yet
  void fail(PlatformException failure, ErrorAnswer answer) {
    switch (stage) {
      case AWAITED -> error(answer);
      case BEGUN -> breakOff(failure);
      case ENDED -> {}
    }
  }

  /// A line of ours can only follow a line that is complete, and not stand for the first one.
  private void breakOff(PlatformException failure) {
    timer.broken();
    if (lines && lastByte == '\n') {
      ByteBuf line = Unpooled.wrappedBuffer(ErrorLine.of(failure));
      channel.writeAndFlush(new DefaultLastHttpContent(line), channel.voidPromise());
      end();
    } else {
      stage = Stage.ENDED;
      Closing.reset(channel);
    }
  }

  private void end() {
    stage = Stage.ENDED;
    client.answered(keep);
  }
}
