package ai.altertable.http.wire;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/// Event loops and the sockets that run on them. One for a process; servers and upstream
/// connections share it.
///
/// Addresses are `InetSocketAddress` or `UnixDomainSocketAddress`. All connections are made with
/// reading by demand (`AUTO_READ` off) and marks between which a writer has to wait.
public final class HttpTransport implements AutoCloseable {
  private static final WriteBufferWaterMark WRITE_MARKS =
      new WriteBufferWaterMark(256 << 10, 512 << 10);
  private static final int RECEIVE_BYTES_MAX = 256 << 10;

  private final SocketKind kind;
  private final EventLoopGroup loops;

  private HttpTransport(SocketKind kind, int threads) {
    this.kind = kind;
    this.loops = kind.eventLoops(threads, new DefaultThreadFactory("http", true));
  }

  /// Starts `threads` event loops on the best kind of sockets that the platform offers.
  public static HttpTransport start(int threads) {
    return start(SocketKind.best(), threads);
  }

  static HttpTransport start(SocketKind kind, int threads) {
    return new HttpTransport(kind, threads);
  }

  /// What listens on `local`; the caller adds the child handler. Half-closure is allowed, so that a
  /// client which has only ended its sending still gets its answer.
  public ServerBootstrap listening(SocketAddress local) {
    boolean unix = local instanceof UnixDomainSocketAddress;
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(kind.listener(unix))
            .localAddress(kind.address(local))
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .childOption(ChannelOption.RCVBUF_ALLOCATOR, receiveBuffers());
    return unix
        ? bootstrap
        : bootstrap
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true);
  }

  /// What dials `remote` from `loop`; the caller adds the handler.
  public Bootstrap dialling(SocketAddress remote, EventLoop loop) {
    boolean unix = remote instanceof UnixDomainSocketAddress;
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(kind.connection(unix))
            .remoteAddress(kind.address(remote))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
            .option(ChannelOption.RCVBUF_ALLOCATOR, receiveBuffers());
    return unix
        ? bootstrap
        : bootstrap
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true);
  }

  /// The loop that will run next; for work that is not tied to a connection.
  public EventLoop nextLoop() {
    return loops.next();
  }

  private static AdaptiveRecvByteBufAllocator receiveBuffers() {
    return new AdaptiveRecvByteBufAllocator(512, 2048, RECEIVE_BYTES_MAX);
  }

  /// Ends the loops, and with them every connection that is still open.
  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
