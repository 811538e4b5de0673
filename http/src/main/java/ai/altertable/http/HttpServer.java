package ai.altertable.http;

import ai.altertable.http.error.WarningBursts;
import ai.altertable.http.tls.Handshakes;
import ai.altertable.http.tls.TlsDoor;
import ai.altertable.http.wire.ConnectionLimit;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.ListeningSocket;
import ai.altertable.http.wire.ServerPipeline;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens, and has each request handled on a virtual thread.
///
/// Event loops do the input and output; nothing that a handler does can hold them up.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /// For handlers whose connections have been cut to notice.
  private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

  private final WarningBursts warnings = WarningBursts.of(LOG);
  private final HttpServerConfig config;
  private final Optional<Handshakes> tls;
  private final RequestThreads threads;
  private final ConnectionLimit limit;
  private final Map<EventLoop, StaleFlush> staleFlushes = new ConcurrentHashMap<>();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Runnable closeTransport;
  private final ListeningSocket listener;

  private HttpServer(
      HttpTransport transport,
      Runnable closeTransport,
      HttpServerConfig config,
      Optional<Handshakes> tls,
      HttpHandler handler) {
    this.config = config;
    this.tls = tls;
    this.threads = new RequestThreads(handler);
    this.limit =
        new ConnectionLimit(
            config.limits().connectionsMax(),
            config.limits().connectionsMax(),
            tls.isEmpty(),
            warnings);
    this.closeTransport = closeTransport;
    this.listener = ListeningSocket.open(transport, config.address(), this::connect);
  }

  /// Starts a server with event loops of its own.
  ///
  /// @throws IllegalStateException when it cannot listen at the configured address
  public static HttpServer start(HttpServerConfig config, HttpHandler handler) {
    return start(config, Optional.empty(), handler);
  }

  /// Starts a server with event loops of its own.
  ///
  /// @param tls that clients have to speak, if any; is left open when the server closes
  /// @throws IllegalStateException when it cannot listen at the configured address
  public static HttpServer start(
      HttpServerConfig config, Optional<Handshakes> tls, HttpHandler handler) {
    HttpTransport own = HttpTransport.start(Runtime.getRuntime().availableProcessors());
    try {
      return new HttpServer(own, own::close, config, tls, handler);
    } catch (RuntimeException failure) {
      own.close();
      throw failure;
    }
  }

  /// Starts a server on event loops that it shares with others and leaves running.
  ///
  /// @throws IllegalStateException when it cannot listen at the configured address
  public static HttpServer start(
      HttpTransport transport, HttpServerConfig config, HttpHandler handler) {
    return new HttpServer(transport, () -> {}, config, Optional.empty(), handler);
  }

  private void connect(Channel channel) {
    if (!limit.admit(channel)) {
      return;
    }
    connections.add(channel);
    StaleFlush staleFlush = staleFlushes.computeIfAbsent(channel.eventLoop(), StaleFlush::new);
    tls.ifPresent(speaking -> channel.pipeline().addLast(new TlsDoor(speaking)));
    ServerPipeline.install(channel.pipeline(), config.limits());
    channel.pipeline().addLast(new ServerConnection(threads, config, staleFlush, channel));
  }

  /// Where it listens: with the port that was chosen when the configured one is 0.
  public SocketAddress address() {
    return listener.address();
  }

  /// Stops listening, lets running requests end until the drain deadline, and cuts the rest.
  @Override
  public void close() {
    listener.close();
    connections.forEach(HttpServer::drain);
    long deadline = config.drainDeadline().toMillis();
    if (!connections.newCloseFuture().awaitUninterruptibly(deadline, TimeUnit.MILLISECONDS)) {
      LOG.info(
          "cutting {} connections that did not end within {} ms", connections.size(), deadline);
      connections.close().awaitUninterruptibly();
    }
    threads.stop(LAST_PATIENCE);
    closeTransport.run();
    warnings.close();
  }

  private static void drain(Channel channel) {
    channel
        .eventLoop()
        .execute(() -> {
          ServerConnection connection = channel.pipeline().get(ServerConnection.class);
          if (connection != null) {
            connection.drain();
          }
        });
  }
}
