package ai.altertable.link.server;

import ai.altertable.foundation.fleet.MemberLinks;
import ai.altertable.foundation.fleet.Registrar;
import ai.altertable.foundation.lifecycle.Closer;
import ai.altertable.link.LinkConfig;
import ai.altertable.link.certificate.Authority;
import ai.altertable.link.certificate.ServerIdentity;
import ai.altertable.link.message.Messages;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's end of all links: enrols members, renews their certificates, and hands each
/// link to [MemberLinks].
///
/// Event loops move bytes; each call and each link has a virtual thread.
public final class LinkServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);
  private static final Duration REFUSALS_EACH = Duration.ofSeconds(10);
  private static final Duration IDLE_MAX = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final InetSocketAddress address;
  private final Closer closer;

  private LinkServer(InetSocketAddress address, Closer closer) {
    this.address = address;
    this.closer = closer;
  }

  /// Listens until it is closed.
  ///
  /// @param address port 0 takes one that is free
  /// @throws UncheckedIOException when the address cannot be listened to
  public static LinkServer start(
      LinkConfig config,
      InetSocketAddress address,
      Authority authority,
      Registrar registrar,
      MemberLinks links,
      Clock clock,
      SecureRandom random) {
    return Closer.assemble(closer -> {
      ScheduledExecutorService timer = timer(closer);
      ExecutorService threads = threads(closer);
      EventLoopGroup accepting = eventLoops(closer, "link-accept");
      EventLoopGroup loops = eventLoops(closer, "link-io");
      RefusalLog refusals = new RefusalLog(LOG, REFUSALS_EACH);
      Strangers strangers = new Strangers(config.strangers(), refusals, System::nanoTime);
      OpenLinks open = new OpenLinks(config, clock);
      LinkStreams streams =
          new LinkStreams(
              links,
              open,
              new SentConfigurations(UUID.randomUUID().toString()),
              threads,
              timer,
              clock,
              config);
      LinkService service =
          new LinkService(
              new Admission(authority.certificate(), registrar, clock),
              registrar,
              new Issuer(authority, config.certificateLife(), clock, random),
              streams,
              strangers,
              refusals,
              clock);
      EnrollmentLimiter limiter = new EnrollmentLimiter(config.enrollment(), System::nanoTime);
      Server server =
          listen(
              NettyServerBuilder.forAddress(address)
                  .channelFactory(() -> listening(strangers))
                  .withOption(ChannelOption.SO_REUSEADDR, true)
                  .bossEventLoopGroup(accepting)
                  .workerEventLoopGroup(loops)
                  .executor(threads)
                  .sslContext(tls(authority.server(clock, random)))
                  .handshakeTimeout(config.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
                  .keepAliveTime(config.silenceMax().toMillis(), TimeUnit.MILLISECONDS)
                  .keepAliveTimeout(config.heartbeatInterval().toMillis(), TimeUnit.MILLISECONDS)
                  .maxConnectionIdle(IDLE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                  .maxConcurrentCallsPerConnection(4)
                  .maxInboundMessageSize(Messages.BYTES_MAX)
                  .maxInboundMetadataSize(8 << 10)
                  .intercept(new Callers(limiter, refusals, clock))
                  .addService(service));
      closer.onClose(() -> stop(server));
      closer.onClose(() -> open.endAll("the control plane is stopping"));
      every(Duration.ofSeconds(1), timer, closer, refusals::flush);
      every(Duration.ofSeconds(1), timer, closer, strangers::tick);
      every(config.heartbeatInterval(), timer, closer, open::tick);
      InetSocketAddress bound = (InetSocketAddress) server.getListenSockets().getFirst();
      LOG.info("members register at {}:{}", bound.getHostString(), bound.getPort());
      return new LinkServer(bound, closer);
    });
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return address;
  }

  private static NioServerSocketChannel listening(Strangers strangers) {
    NioServerSocketChannel channel = new NioServerSocketChannel();
    channel.pipeline().addLast(strangers);
    return channel;
  }

  private static SslContext tls(ServerIdentity identity) {
    try {
      return GrpcSslContexts.configure(
              SslContextBuilder.forServer(
                  identity.key(), identity.certificate(), identity.authority()),
              SslProvider.JDK)
          .protocols("TLSv1.3")
          .trustManager(new AnyCertificate())
          .clientAuth(ClientAuth.OPTIONAL)
          .build();
    } catch (SSLException impossible) {
      throw new IllegalStateException("TLS cannot be set up", impossible);
    }
  }

  private static Server listen(NettyServerBuilder builder) {
    try {
      return builder.build().start();
    } catch (IOException failed) {
      throw new UncheckedIOException("the link cannot listen: " + failed.getMessage(), failed);
    }
  }

  private static void stop(Server server) throws InterruptedException {
    server.shutdown();
    if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow().awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static EventLoopGroup eventLoops(Closer closer, String name) {
    EventLoopGroup loops = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
    closer.onClose(() ->
        loops
            .shutdownGracefully(0, GRACE.toMillis(), TimeUnit.MILLISECONDS)
            .awaitUninterruptibly(GRACE.multipliedBy(2).toMillis()));
    return loops;
  }

  private static ScheduledExecutorService timer(Closer closer) {
    ThreadFactory factory = Thread.ofPlatform().daemon().name("link-timer").factory();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(factory);
    closer.onClose(timer::shutdownNow);
    return timer;
  }

  private static void every(
      Duration interval, ScheduledExecutorService timer, Closer closer, Runnable action) {
    long millis = interval.toMillis();
    ScheduledFuture<?> repeated =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                action.run();
              } catch (RuntimeException failure) {
                LOG.error("what is done every {} ms has failed", millis, failure);
              }
            },
            millis,
            millis,
            TimeUnit.MILLISECONDS);
    closer.onClose(() -> repeated.cancel(false));
  }

  private static ExecutorService threads(Closer closer) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("link-", 0).factory());
    closer.onClose(() -> {
      threads.shutdownNow();
      if (!threads.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("links have not ended within {} ms", GRACE.toMillis());
      }
    });
    return threads;
  }

  @Override
  public void close() {
    closer.close();
  }
}
