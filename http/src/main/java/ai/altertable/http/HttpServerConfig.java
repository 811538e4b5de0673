package ai.altertable.http;

import ai.altertable.http.wire.HttpLimits;
import java.net.SocketAddress;
import java.time.Duration;

/// Where a server listens and what it puts up with.
///
/// @param address an `InetSocketAddress`, or a `UnixDomainSocketAddress` in a directory that only
///   those who may connect can enter
/// @param sendStallTimeout how long a client may take no byte of an answer that waits for it before
///   the connection is reset; zero: for ever
/// @param receiveStallTimeout how long a handler waits for the next byte of a request's body; zero:
///   for ever
/// @param drainDeadline how long [HttpServer#close] lets running requests end
public record HttpServerConfig(
    SocketAddress address,
    HttpLimits limits,
    Duration sendStallTimeout,
    Duration receiveStallTimeout,
    Duration drainDeadline) {

  public HttpServerConfig {
    requireNotNegative("sendStallTimeout", sendStallTimeout);
    requireNotNegative("receiveStallTimeout", receiveStallTimeout);
    requireNotNegative("drainDeadline", drainDeadline);
  }

  /// Clients may take as long as they like over an answer; uploads may pause for two minutes.
  public static HttpServerConfig on(SocketAddress address) {
    return new HttpServerConfig(
        address,
        HttpLimits.defaults(),
        Duration.ZERO,
        Duration.ofMinutes(2),
        Duration.ofSeconds(10));
  }

  public HttpServerConfig withLimits(HttpLimits changed) {
    return new HttpServerConfig(
        address, changed, sendStallTimeout, receiveStallTimeout, drainDeadline);
  }

  public HttpServerConfig withSendStallTimeout(Duration changed) {
    return new HttpServerConfig(address, limits, changed, receiveStallTimeout, drainDeadline);
  }

  public HttpServerConfig withReceiveStallTimeout(Duration changed) {
    return new HttpServerConfig(address, limits, sendStallTimeout, changed, drainDeadline);
  }

  public HttpServerConfig withDrainDeadline(Duration changed) {
    return new HttpServerConfig(address, limits, sendStallTimeout, receiveStallTimeout, changed);
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, but is " + value);
    }
  }
}
