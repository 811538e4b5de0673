package ai.altertable.http.wire;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.error.RequestId;
import ai.altertable.http.error.WarningBursts;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the open connections of a listener, all together and of each client address, and turns
/// away those beyond its limits. Safe for use by several event loops.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class ConnectionLimit {
  private final int max;
  private final int perAddressMax;
  private final boolean answers;
  private final WarningBursts warnings;
  private final AtomicInteger open = new AtomicInteger();
  private final CountsByNetwork byAddress = new CountsByNetwork();

  /// One that any address may use up.
  public ConnectionLimit(int max, WarningBursts warnings) {
    this(max, max, true, warnings);
  }

  /// @param perAddressMax of one client address; those of an IPv6 network of 64 bits count as one
  /// @param answers whether those turned away are told in the clear; false where TLS is spoken
  public ConnectionLimit(int max, int perAddressMax, boolean answers, WarningBursts warnings) {
    this.max = max;
    this.perAddressMax = perAddressMax;
    this.answers = answers;
    this.warnings = warnings;
  }

  /// False when the connection is one too many; it has then been answered and must be left alone.
  /// To be called first thing on a new connection's event loop.
  public boolean admit(Channel channel) {
    int now = open.incrementAndGet();
    channel.closeFuture().addListener(_ -> open.decrementAndGet());
    int ofAddress = count(channel);
    if (now <= max && ofAddress <= perAddressMax) {
      return true;
    }
    String message =
        now > max
            ? "too many connections: " + max + " are open"
            : "too many connections of your address: " + perAddressMax + " are open";
    var answer =
        Refusal.of(
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            RequestId.random(),
            ErrorCode.TOO_MANY_CONNECTIONS,
            message + "; close some or try again later");
    channel.eventLoop().execute(() -> refuse(channel, answer));
    return false;
  }

  /// How many its address has, with this one.
  private int count(Channel channel) {
    SocketAddress remote = channel.remoteAddress();
    if (!(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return 0;
    }
    String address = inet.getAddress().getHostAddress();
    channel.closeFuture().addListener(_ -> byAddress.end(address));
    return byAddress.begin(address);
  }

  private void refuse(Channel channel, Refusal answer) {
    warnings.warn(
        "connections were turned away",
        "from " + channel.remoteAddress(),
        answer.requestId(),
        answer.failure());
    if (answers) {
      channel.writeAndFlush(answer.bytes()).addListener(_ -> Closing.afterAnswer(channel));
    } else {
      channel.close();
    }
  }
}
