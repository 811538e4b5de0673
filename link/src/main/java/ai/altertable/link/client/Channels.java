package ai.altertable.link.client;

import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.MemberIdentity;
import ai.altertable.link.certificate.PeerTrust;
import ai.altertable.link.message.Messages;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Connections to the control plane, and the threads that they share. Safe for use by several
/// threads.
final class Channels implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final LinkConfig config;
  private final EventLoopGroup loops;
  private final ExecutorService callbacks;
  private final ScheduledExecutorService timer;
  private final Closer closer;

  private Channels(
      LinkConfig config,
      EventLoopGroup loops,
      ExecutorService callbacks,
      ScheduledExecutorService timer,
      Closer closer) {
    this.config = config;
    this.loops = loops;
    this.callbacks = callbacks;
    this.timer = timer;
    this.closer = closer;
  }

  static Channels open(LinkConfig config) {
    return Closer.assemble(closer -> {
      ScheduledExecutorService timer =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("link-timer").factory());
      closer.onClose(timer::shutdownNow);
      ExecutorService callbacks =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("link-", 0).factory());
      closer.onClose(callbacks::shutdownNow);
      EventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory("link-io", true));
      closer.onClose(() ->
          loops
              .shutdownGracefully(0, GRACE.toMillis(), TimeUnit.MILLISECONDS)
              .awaitUninterruptibly(GRACE.multipliedBy(2).toMillis()));
      return new Channels(config, loops, callbacks, timer, closer);
    });
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /// A channel to one address, which is looked up now. To be ended with [#end].
  ///
  /// @param identity to show, of one that has enrolled
  /// @throws IllegalArgumentException when the address is none
  ManagedChannel to(String address, PeerTrust trust, Optional<MemberIdentity> identity) {
    return NettyChannelBuilder.forAddress(socketAddress(address))
        .channelType(NioSocketChannel.class)
        .withOption(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(config.callTimeout().toMillis()))
        .withOption(ChannelOption.TCP_NODELAY, true)
        .eventLoopGroup(loops)
        .executor(callbacks)
        .offloadExecutor(callbacks)
        .sslContext(tls(trust, identity))
        .overrideAuthority("control-plane")
        .disableRetry()
        .disableServiceConfigLookUp()
        .maxInboundMessageSize(Messages.BYTES_MAX)
        .build();
  }

  private static SslContext tls(PeerTrust trust, Optional<MemberIdentity> identity) {
    try {
      SslContextBuilder builder =
          GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
              .protocols("TLSv1.3")
              .trustManager(trust);
      identity.ifPresent(own -> builder.keyManager(own.key(), own.certificate()));
      return builder.build();
    } catch (SSLException impossible) {
      throw new IllegalStateException("TLS cannot be set up", impossible);
    }
  }

  private static InetSocketAddress socketAddress(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + address + "' is no address; write host:port");
    }
    String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
    return new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1)));
  }

  /// Ends a channel with all its calls.
  static void end(ManagedChannel channel) {
    channel.shutdownNow();
    try {
      channel.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
