package ai.altertable.http.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Kept connections to upstream servers, per event loop, so that a client's connection and the one
/// that it is forwarded to share a thread.
///
/// A borrowed channel carries an `HttpClientCodec`; the borrower appends its own handler, removes
/// it before the release, and releases only after the whole answer was read and the whole request
/// written; else it closes the channel. A kept connection may have been closed by the server in the
/// moment it is borrowed: a request that fails before a byte of its answer arrived may be sent
/// again on a new one if it is idempotent.
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class UpstreamConnections implements AutoCloseable {
  private final HttpTransport transport;
  private final HttpLimits limits;
  private final int idleMax;
  private final Duration idleTimeout;
  private final Map<EventLoop, Map<SocketAddress, Deque<Channel>>> idle = new ConcurrentHashMap<>();

  private volatile boolean closed;

  /// @param limits for the heads of answers
  /// @param idleMax connections kept per event loop and server
  /// @param idleTimeout how long one is kept unused; less than the servers keep theirs
  public UpstreamConnections(
      HttpTransport transport, HttpLimits limits, int idleMax, Duration idleTimeout) {
    this.transport = transport;
    this.limits = limits;
    this.idleMax = idleMax;
    this.idleTimeout = idleTimeout;
  }

  /// Borrows a kept connection or dials one. To be called on `loop`, which the channel runs on.
  public Future<Channel> acquire(EventLoop loop, SocketAddress server) {
    Deque<Channel> kept = keptFor(loop, server);
    for (Channel channel = kept.poll(); channel != null; channel = kept.poll()) {
      if (channel.isActive()) {
        channel.pipeline().remove(IdleUpstream.class);
        return loop.newSucceededFuture(channel);
      }
    }
    return dial(loop, server);
  }

  /// Makes a connection that has carried nothing yet. To be called on `loop`, which the channel
  /// runs on; to be released like any other.
  public Future<Channel> dial(EventLoop loop, SocketAddress server) {
    Bootstrap bootstrap =
        transport
            .dialling(server, loop)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpClientCodec(ServerPipeline.strict(limits), false, true));
                  }
                });
    var dialled = loop.<Channel>newPromise();
    bootstrap
        .connect()
        .addListener((ChannelFuture connecting) -> {
          if (connecting.isSuccess()) {
            dialled.setSuccess(connecting.channel());
          } else {
            dialled.setFailure(connecting.cause());
          }
        });
    return dialled;
  }

  /// Gives a connection back for the next request to `server`. To be called on its event loop.
  public void release(Channel channel, SocketAddress server) {
    Deque<Channel> kept = keptFor(channel.eventLoop(), server);
    if (closed || !channel.isActive() || kept.size() >= idleMax) {
      channel.close();
      return;
    }
    channel.pipeline().addLast(new IdleUpstream(kept, idleTimeout));
    kept.push(channel);
    channel.read();
  }

  private Deque<Channel> keptFor(EventLoop loop, SocketAddress server) {
    return idle.computeIfAbsent(loop, _ -> new HashMap<>())
        .computeIfAbsent(server, _ -> new ArrayDeque<>());
  }

  /// Closes the kept connections; borrowed ones close when they are released.
  @Override
  public void close() {
    closed = true;
    idle.forEach((loop, servers) -> loop.execute(() -> closeAll(servers)));
  }

  private static void closeAll(Map<SocketAddress, Deque<Channel>> servers) {
    servers.values().stream()
        .flatMap(kept -> kept.stream().toList().stream())
        .forEach(Channel::close);
  }
}
