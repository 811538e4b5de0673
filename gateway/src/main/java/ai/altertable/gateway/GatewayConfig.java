package ai.altertable.gateway;

import static ai.altertable.foundation.lifecycle.Bounds.requirePositive;

import ai.altertable.gateway.login.LoginConfig;
import ai.altertable.http.wire.HttpLimits;
import java.net.SocketAddress;
import java.time.Duration;

/// Where the gateway listens and what it puts up with.
///
/// @param address an `InetSocketAddress`, or a `UnixDomainSocketAddress`
/// @param connectionsPerAddressMax how many of the connections one client address may have
/// @param upstreamIdleMax connections to each worker that every event loop keeps while unused
/// @param upstreamIdleTimeout how long one is kept; less than workers keep theirs
/// @param requestBytesMax of the body of a query, where that has to be looked into before it is
///   placed; no less than workers take
/// @param heldBytesMax of all such bodies at the same time
/// @param drainDeadline how long [Gateway#close] lets running requests end
public record GatewayConfig(
    SocketAddress address,
    HttpLimits limits,
    int connectionsPerAddressMax,
    LoginConfig logins,
    int upstreamIdleMax,
    Duration upstreamIdleTimeout,
    int requestBytesMax,
    long heldBytesMax,
    Duration drainDeadline) {

  public GatewayConfig {
    requirePositive("connectionsPerAddressMax", connectionsPerAddressMax);
    if (upstreamIdleMax < 0) {
      throw new IllegalArgumentException(
          "upstreamIdleMax must not be negative, but is " + upstreamIdleMax);
    }
    requirePositive("upstreamIdleTimeout", upstreamIdleTimeout);
    if (requestBytesMax < 1 || heldBytesMax < requestBytesMax) {
      throw new IllegalArgumentException(
          "requestBytesMax must be positive and at most heldBytesMax, but they are "
              + requestBytesMax
              + " and "
              + heldBytesMax);
    }
    if (drainDeadline.isNegative()) {
      throw new IllegalArgumentException(
          "drainDeadline must not be negative, but is " + drainDeadline);
    }
  }

  public static GatewayConfig on(SocketAddress address) {
    return new GatewayConfig(
        address,
        HttpLimits.defaults(),
        2048,
        LoginConfig.defaults(),
        64,
        Duration.ofSeconds(60),
        16 << 20,
        64 << 20,
        Duration.ofSeconds(10));
  }

  public GatewayConfig withLimits(HttpLimits changed) {
    return new GatewayConfig(
        address,
        changed,
        connectionsPerAddressMax,
        logins,
        upstreamIdleMax,
        upstreamIdleTimeout,
        requestBytesMax,
        heldBytesMax,
        drainDeadline);
  }

  public GatewayConfig withLogins(LoginConfig changed) {
    return new GatewayConfig(
        address,
        limits,
        connectionsPerAddressMax,
        changed,
        upstreamIdleMax,
        upstreamIdleTimeout,
        requestBytesMax,
        heldBytesMax,
        drainDeadline);
  }

  public GatewayConfig withDrainDeadline(Duration changed) {
    return new GatewayConfig(
        address,
        limits,
        connectionsPerAddressMax,
        logins,
        upstreamIdleMax,
        upstreamIdleTimeout,
        requestBytesMax,
        heldBytesMax,
        changed);
  }

  public GatewayConfig withConnectionsPerAddressMax(int changed) {
    return new GatewayConfig(
        address,
        limits,
        changed,
        logins,
        upstreamIdleMax,
        upstreamIdleTimeout,
        requestBytesMax,
        heldBytesMax,
        drainDeadline);
  }

  public GatewayConfig withHeldBytes(int requestMax, long allMax) {
    return new GatewayConfig(
        address,
        limits,
        connectionsPerAddressMax,
        logins,
        upstreamIdleMax,
        upstreamIdleTimeout,
        requestMax,
        allMax,
        drainDeadline);
  }
}
