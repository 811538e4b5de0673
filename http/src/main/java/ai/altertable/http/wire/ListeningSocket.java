package ai.altertable.http.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.function.Consumer;

/// Where a server takes connections. Safe for use by several threads.
public final class ListeningSocket implements AutoCloseable {
  private final SocketAddress asked;
  private final Channel channel;

  private ListeningSocket(SocketAddress asked, Channel channel) {
    this.asked = asked;
    this.channel = channel;
  }

  /// Listens at `address`; the file of a Unix socket that nobody listens on any more is replaced.
  ///
  /// @param connected is handed each new connection, on that connection's event loop
  /// @throws IllegalStateException when it cannot listen there
  public static ListeningSocket open(
      HttpTransport transport, SocketAddress address, Consumer<Channel> connected) {
    if (address instanceof UnixDomainSocketAddress unix) {
      UnixSocketFile.clear(unix);
    }
    var connecting =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel accepted) {
            connected.accept(accepted);
          }
        };
    ChannelFuture bound =
        transport.listening(address).childHandler(connecting).bind().awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IllegalStateException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    return new ListeningSocket(address, bound.channel());
  }

  /// Where it listens: with the port that was chosen when the one asked for is 0.
  public SocketAddress address() {
    return asked instanceof UnixDomainSocketAddress unix ? unix : channel.localAddress();
  }

  /// Takes no more connections; those that there are stay.
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    if (asked instanceof UnixDomainSocketAddress unix) {
      UnixSocketFile.remove(unix.getPath());
    }
  }
}
