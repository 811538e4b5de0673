package ai.altertable.gateway;

import ai.altertable.gateway.exchange.ClientConnection;
import ai.altertable.gateway.exchange.Services;
import ai.altertable.http.tls.ServerTls;
import ai.altertable.http.tls.TlsDoor;
import ai.altertable.http.wire.ConnectionLimit;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.ListeningSocket;
import ai.altertable.http.wire.ServerPipeline;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes connections, and knows all that are open. Safe for use by several threads.
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails has closed the channel
final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /// For the clients of requests that are broken off to be told.
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

  private final GatewayConfig config;
  private final Optional<ServerTls> tls;
  private final Services services;
  private final ConnectionLimit limit;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ListeningSocket socket;
  private volatile boolean closing;

  private Listener(
      GatewayConfig config, Optional<ServerTls> tls, HttpTransport transport, Services services) {
    this.config = config;
    this.tls = tls;
    this.services = services;
    this.limit =
        new ConnectionLimit(
            config.limits().connectionsMax(),
            config.connectionsPerAddressMax(),
            tls.isEmpty(),
            services.warnings());
    this.socket = ListeningSocket.open(transport, config.address(), this::connect);
  }

  static Listener start(
      GatewayConfig config, Optional<ServerTls> tls, HttpTransport transport, Services services) {
    return new Listener(config, tls, transport, services);
  }

  private void connect(Channel accepted) {
    if (!limit.admit(accepted)) {
      return;
    }
    connections.add(accepted);
    services.metrics().connected();
    accepted.closeFuture().addListener(_ -> services.metrics().disconnected());
    if (closing) {
      accepted.close();
      return;
    }
    tls.ifPresent(speaking -> accepted.pipeline().addLast(new TlsDoor(speaking)));
    ServerPipeline.install(accepted.pipeline(), config.limits());
    accepted
        .pipeline()
        .addLast(new ClientConnection(services, accepted, config.limits().pipelinedRequestsMax()));
  }

  SocketAddress address() {
    return socket.address();
  }

  @Override
  public void close() {
    closing = true;
    socket.close();
    tell(ClientConnection::drain);
    if (!allClosedWithin(config.drainDeadline())) {
      LOG.info(
          "breaking off what {} connections still do after {} ms",
          connections.size(),
          config.drainDeadline().toMillis());
      tell(ClientConnection::cut);
      if (!allClosedWithin(LAST_PATIENCE)) {
        connections.close().awaitUninterruptibly();
      }
    }
  }

  private boolean allClosedWithin(Duration time) {
    return connections.newCloseFuture().awaitUninterruptibly(time.toMillis());
  }

  private void tell(Consumer<ClientConnection> order) {
    for (Channel connected : connections) {
      connected
          .eventLoop()
          .execute(() -> {
            ClientConnection connection = connected.pipeline().get(ClientConnection.class);
            if (connection != null) {
              order.accept(connection);
            }
          });
    }
  }
}
