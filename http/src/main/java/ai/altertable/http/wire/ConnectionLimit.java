package ai.altertable.http.wire;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.error.RequestId;
import ai.altertable.http.error.WarningBursts;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the open connections of a listener and turns away those beyond its limit. Safe for use by
/// several event loops.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class ConnectionLimit {
  private final int max;
  private final WarningBursts warnings;
  private final AtomicInteger open = new AtomicInteger();

  public ConnectionLimit(int max, WarningBursts warnings) {
    this.max = max;
    this.warnings = warnings;
  }

  /// False when the connection is one too many; it has then been answered and must be left alone.
  /// To be called first thing on a new connection's event loop.
  public boolean admit(Channel channel) {
    int now = open.incrementAndGet();
    channel.closeFuture().addListener(_ -> open.decrementAndGet());
    if (now <= max) {
      return true;
    }
    var answer =
        Refusal.of(
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            RequestId.random(),
            ErrorCode.TOO_MANY_CONNECTIONS,
            "too many connections: " + max + " are open; close some or try again later");
    channel.eventLoop().execute(() -> refuse(channel, answer));
    return false;
  }

  private void refuse(Channel channel, Refusal answer) {
    warnings.warn(
        "connections were turned away",
        "from " + channel.remoteAddress(),
        answer.requestId(),
        answer.failure());
    channel.writeAndFlush(answer.bytes()).addListener(_ -> Closing.afterAnswer(channel));
  }
}
