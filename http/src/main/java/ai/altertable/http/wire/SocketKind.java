package ai.altertable.http.wire;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueEventLoopGroup;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ThreadFactory;

/// The ways to reach the operating system's sockets: its own event queue where the native library
/// is there, the JDK's selector otherwise.
enum SocketKind {
  EPOLL {
    @Override
    EventLoopGroup eventLoops(int threads, ThreadFactory factory) {
      return new EpollEventLoopGroup(threads, factory);
    }

    @Override
    Class<? extends ServerChannel> listener(boolean unix) {
      return unix ? EpollServerDomainSocketChannel.class : EpollServerSocketChannel.class;
    }

    @Override
    Class<? extends Channel> connection(boolean unix) {
      return unix ? EpollDomainSocketChannel.class : EpollSocketChannel.class;
    }
  },
  KQUEUE {
    @Override
    EventLoopGroup eventLoops(int threads, ThreadFactory factory) {
      return new KQueueEventLoopGroup(threads, factory);
    }

    @Override
    Class<? extends ServerChannel> listener(boolean unix) {
      return unix ? KQueueServerDomainSocketChannel.class : KQueueServerSocketChannel.class;
    }

    @Override
    Class<? extends Channel> connection(boolean unix) {
      return unix ? KQueueDomainSocketChannel.class : KQueueSocketChannel.class;
    }
  },
  NIO {
    @Override
    EventLoopGroup eventLoops(int threads, ThreadFactory factory) {
      return new NioEventLoopGroup(threads, factory);
    }

    @Override
    Class<? extends ServerChannel> listener(boolean unix) {
      return unix ? NioServerDomainSocketChannel.class : NioServerSocketChannel.class;
    }

    @Override
    Class<? extends Channel> connection(boolean unix) {
      return unix ? NioDomainSocketChannel.class : NioSocketChannel.class;
    }

    @Override
    SocketAddress address(SocketAddress address) {
      return address;
    }
  };

  static SocketKind best() {
    if (Epoll.isAvailable()) {
      return EPOLL;
    }
    return KQueue.isAvailable() ? KQUEUE : NIO;
  }

  abstract EventLoopGroup eventLoops(int threads, ThreadFactory factory);

  abstract Class<? extends ServerChannel> listener(boolean unix);

  abstract Class<? extends Channel> connection(boolean unix);

  /// The form in which this kind wants an address.
  SocketAddress address(SocketAddress address) {
    return address instanceof UnixDomainSocketAddress unix
        ? new DomainSocketAddress(unix.getPath().toFile())
        : address;
  }
}
