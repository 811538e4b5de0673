package ai.altertable.http.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Kept connections to upstream servers, per event loop, so that a client's connection and the one
/// that it is forwarded to share a thread.
///
/// A borrowed channel carries an `HttpClientCodec`; the borrower appends its own handler, removes
/// it before the release, and releases only after the whole answer was read and the whole request
/// written; else it closes the channel. A kept connection may have been closed by the server in the
/// moment it is borrowed: a request that fails before a byte of its answer arrived may be sent
/// again on a new one if it is idempotent.
///
/// A connection over TLS is lent when its handshake has succeeded, and never again once this side
/// has other credentials to show than those that it was made with.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class UpstreamConnections implements AutoCloseable {
  private static final AttributeKey<Object> CREDENTIALS =
      AttributeKey.valueOf(UpstreamConnections.class, "credentials");

  private final HttpTransport transport;
  private final Optional<UpstreamTls> tls;
  private final HttpLimits limits;
  private final int idleMax;
  private final Duration idleTimeout;
  private final Map<EventLoop, Map<UpstreamAddress, Deque<Channel>>> idle =
      new ConcurrentHashMap<>();

  private volatile boolean closed;

  /// @param tls for servers that are reached over TCP; without it there are none
  /// @param limits for the heads of answers
  /// @param idleMax connections kept per event loop and server
  /// @param idleTimeout how long one is kept unused; less than the servers keep theirs
  public UpstreamConnections(
      HttpTransport transport,
      Optional<UpstreamTls> tls,
      HttpLimits limits,
      int idleMax,
      Duration idleTimeout) {
    this.transport = transport;
    this.tls = tls;
    this.limits = limits;
    this.idleMax = idleMax;
    this.idleTimeout = idleTimeout;
  }

  /// Borrows a kept connection or dials one. To be called on `loop`, which the channel runs on.
  public Future<Channel> acquire(EventLoop loop, UpstreamAddress server) {
    Deque<Channel> kept = keptFor(loop, server);
    for (Channel channel = kept.poll(); channel != null; channel = kept.poll()) {
      if (channel.isActive() && isCurrent(channel)) {
        channel.pipeline().remove(IdleUpstream.class);
        return loop.newSucceededFuture(channel);
      }
      channel.close();
    }
    return dial(loop, server);
  }

  /// Makes a connection that has carried nothing yet. To be called on `loop`, which the channel
  /// runs on; to be released like any other.
  public Future<Channel> dial(EventLoop loop, UpstreamAddress server) {
    Promise<Channel> dialled = loop.newPromise();
    switch (server) {
      case UpstreamAddress.UnixSocket(Path path) ->
          connect(UnixDomainSocketAddress.of(path), loop, dialled, channel -> addCodec(channel));
      case UpstreamAddress.Tls address -> dial(address, loop, dialled);
    }
    return dialled;
  }

  private void dial(UpstreamAddress.Tls server, EventLoop loop, Promise<Channel> dialled) {
    if (tls.isEmpty()) {
      dialled.setFailure(
          new IllegalStateException("there are no credentials to reach " + server + " with"));
    } else if (NetUtil.isValidIpV4Address(server.host())
        || NetUtil.isValidIpV6Address(server.host())) {
      dialSecurely(
          new InetSocketAddress(
              NetUtil.createInetAddressFromIpAddressString(server.host()), server.port()),
          server.peer(),
          loop,
          dialled);
    } else {
      // The system's resolver blocks, which event loops cannot do.
      Thread.ofVirtual().name("resolve").start(() -> resolve(server, loop, dialled));
    }
  }

  private void resolve(UpstreamAddress.Tls server, EventLoop loop, Promise<Channel> dialled) {
    try {
      var address = new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
      loop.execute(() -> dialSecurely(address, server.peer(), loop, dialled));
    } catch (UnknownHostException unknown) {
      dialled.tryFailure(unknown);
    }
  }

  private void dialSecurely(
      SocketAddress address, String peer, EventLoop loop, Promise<Channel> dialled) {
    UpstreamTls speaking = tls.orElseThrow();
    connect(
        address,
        loop,
        dialled,
        channel -> {
          channel.attr(CREDENTIALS).set(speaking.credentials());
          channel.pipeline().addLast(speaking.dialling(channel.alloc(), peer));
          addCodec(channel);
        });
  }

  private void addCodec(Channel channel) {
    channel.pipeline().addLast(new HttpClientCodec(ServerPipeline.strict(limits), false, true));
  }

  private void connect(
      SocketAddress address, EventLoop loop, Promise<Channel> dialled, Consumer<Channel> install) {
    Bootstrap bootstrap =
        transport
            .dialling(address, loop)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    install.accept(channel);
                  }
                });
    bootstrap
        .connect()
        .addListener((ChannelFuture connecting) -> {
          if (connecting.isSuccess()) {
            secured(connecting.channel(), dialled);
          } else {
            dialled.setFailure(connecting.cause());
          }
        });
  }

  private static void secured(Channel channel, Promise<Channel> dialled) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      dialled.setSuccess(channel);
      return;
    }
    channel.pipeline().addLast(new HandshakeFailures());
    handler
        .handshakeFuture()
        .addListener(done -> {
          if (done.isSuccess()) {
            channel.pipeline().remove(HandshakeFailures.class);
            dialled.setSuccess(channel);
          } else {
            channel.close();
            dialled.setFailure(done.cause());
          }
        });
  }

  /// Gives a connection back for the next request to `server`. To be called on its event loop.
  public void release(Channel channel, UpstreamAddress server) {
    Deque<Channel> kept = keptFor(channel.eventLoop(), server);
    if (closed || !channel.isActive() || kept.size() >= idleMax || !isCurrent(channel)) {
      channel.close();
      return;
    }
    channel.pipeline().addLast(new IdleUpstream(kept, idleTimeout));
    kept.push(channel);
    channel.read();
  }

  private boolean isCurrent(Channel channel) {
    Object made = channel.attr(CREDENTIALS).get();
    return made == null || tls.filter(speaking -> speaking.credentials().equals(made)).isPresent();
  }

  private Deque<Channel> keptFor(EventLoop loop, UpstreamAddress server) {
    return idle.computeIfAbsent(loop, _ -> new HashMap<>())
        .computeIfAbsent(server, _ -> new ArrayDeque<>());
  }

  /// Closes the kept connections; borrowed ones close when they are released.
  @Override
  public void close() {
    closed = true;
    idle.forEach((loop, servers) -> loop.execute(() -> closeAll(servers)));
  }

  private static void closeAll(Map<UpstreamAddress, Deque<Channel>> servers) {
    servers.values().stream()
        .flatMap(kept -> kept.stream().toList().stream())
        .forEach(Channel::close);
  }
}
