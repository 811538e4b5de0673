package ai.altertable.http.tls;

import ai.altertable.http.wire.UpstreamTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS 1.3 between processes of the platform: both show a certificate of the platform's authority,
/// and each requires that the other is who it expects, by the URI in the certificate. Safe for use
/// by several threads.
///
/// Credentials are asked for with each connection, so that a renewed certificate is shown from the
/// next one on. No session is resumed: connections are kept anyway, and a resumed one would skip
/// the look at the certificate.
public final class MemberTls implements UpstreamTls, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MemberTls.class);
  private static final String PROTOCOL = "TLSv1.3";
  private static final List<String> CIPHERS =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
  private static final Duration CLOSE_NOTIFY_WITHIN = Duration.ofSeconds(1);

  /// A context is made for each peer, and peers come and go.
  private static final int PEERS_MAX = 1000;

  private record Made(MemberCredentials by, JdkSslContext context) {}

  private final Supplier<MemberCredentials> credentials;
  private final Duration handshakeTimeout;
  private final Map<String, Made> byPeer = new ConcurrentHashMap<>();

  /// Handshakes compute for milliseconds, which event loops cannot spare.
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          Thread.ofPlatform().daemon().name("member-handshake-", 0).factory());

  /// @param credentials gives another object when they have changed; quick
  /// @param handshakeTimeout from a connection to the end of its handshake
  public MemberTls(Supplier<MemberCredentials> credentials, Duration handshakeTimeout) {
    this.credentials = credentials;
    this.handshakeTimeout = handshakeTimeout;
  }

  @Override
  public MemberCredentials credentials() {
    return credentials.get();
  }

  @Override
  public SslHandler dialling(ByteBufAllocator allocator, String peer) {
    return timed(context(peer).newHandler(allocator, threads));
  }

  /// For connections to that peer, by the present credentials.
  JdkSslContext context(String peer) {
    MemberCredentials present = credentials.get();
    Made made = byPeer.get(peer);
    if (made == null || !Objects.equals(made.by(), present)) {
      if (byPeer.size() >= PEERS_MAX) {
        byPeer.clear();
      }
      made = new Made(present, client(present, peer));
      byPeer.put(peer, made);
    }
    return made.context();
  }

  /// Connects, for who may block: a few requests that are not worth a kept connection. The thread's
  /// interruption ends it where the thread is a virtual one.
  ///
  /// @param peer the URI that the server's certificate has to hold
  /// @return with its handshake done
  /// @throws IOException when nobody answers in time, or somebody else does
  public Socket connect(String host, int port, String peer) throws IOException {
    int millis = Math.toIntExact(handshakeTimeout.toMillis());
    SSLSocket socket = (SSLSocket) context(peer).context().getSocketFactory().createSocket();
    try {
      socket.setSSLParameters(parameters());
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), millis);
      socket.setSoTimeout(millis);
      socket.startHandshake();
      if (!isValidNow(socket.getSession())) {
        throw new SSLPeerUnverifiedException("the certificate does not hold any more");
      }
      socket.setSoTimeout(0);
      return socket;
    } catch (IOException | RuntimeException failure) {
      socket.close();
      throw failure;
    }
  }

  /// What Java's own sockets and clients speak.
  static SSLParameters parameters() {
    return new SSLParameters(CIPHERS.toArray(String[]::new), new String[] {PROTOCOL});
  }

  private JdkSslContext client(MemberCredentials by, String peer) {
    return build(
        SslContextBuilder.forClient()
            .keyManager(by.key(), by.chain())
            .trustManager(new PeerTrust(by.authority(), peer, peer::equals))
            .sessionTimeout(1));
  }

  /// For a listener.
  ///
  /// @param expected who may connect, for messages
  /// @param isExpected tells by the URI in a certificate
  public Door door(String expected, Predicate<String> isExpected) {
    return new Door(this, expected, isExpected);
  }

  private JdkSslContext server(
      MemberCredentials by, String expected, Predicate<String> isExpected) {
    return build(
        SslContextBuilder.forServer(by.key(), by.chain())
            .trustManager(new PeerTrust(by.authority(), expected, isExpected))
            .clientAuth(ClientAuth.REQUIRE)
            .sessionTimeout(1));
  }

  private static JdkSslContext build(SslContextBuilder builder) {
    try {
      return (JdkSslContext)
          builder.sslProvider(SslProvider.JDK).protocols(PROTOCOL).ciphers(CIPHERS).build();
    } catch (SSLException unusable) {
      throw new TlsProblem("the certificate cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private SslHandler timed(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
    handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_WITHIN.toMillis());
    handler
        .handshakeFuture()
        .addListener(done -> {
          if (done.isSuccess()) {
            checkAgain(handler);
          }
        });
    return handler;
  }

  /// A session that was resumed after all brings a certificate that nobody has looked at now.
  private static void checkAgain(SslHandler handler) {
    if (!isValidNow(handler.engine().getSession())) {
      var _ = handler.closeOutbound();
    }
  }

  private static boolean isValidNow(SSLSession session) {
    session.invalidate();
    try {
      ((X509Certificate) session.getPeerCertificates()[0]).checkValidity();
      return true;
    } catch (CertificateException | SSLPeerUnverifiedException expired) {
      return false;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  /// A listener's side.
  public static final class Door implements Handshakes {
    private final MemberTls tls;
    private final String expected;
    private final Predicate<String> isExpected;
    private final Map<Channel, String> open = new ConcurrentHashMap<>();
    private volatile @Nullable Made made;

    private Door(MemberTls tls, String expected, Predicate<String> isExpected) {
      this.tls = tls;
      this.expected = expected;
      this.isExpected = isExpected;
    }

    @Override
    public SslHandler handler(ByteBufAllocator allocator) {
      MemberCredentials present = tls.credentials.get();
      Made usable = made;
      if (usable == null || !Objects.equals(usable.by(), present)) {
        usable = new Made(present, tls.server(present, expected, isExpected));
        made = usable;
      }
      SslHandler handler = tls.timed(usable.context().newHandler(allocator, tls.threads));
      handler
          .handshakeFuture()
          .addListener((Future<Channel> done) -> {
            if (done.isSuccess()) {
              remember(done.getNow(), handler.engine().getSession());
            } else {
              LOG.info(
                  "somebody who wanted to connect was turned away: {}", done.cause().toString());
            }
          });
      return handler;
    }

    private void remember(Channel channel, SSLSession session) {
      Optional<String> peer = peer(session);
      peer.ifPresent(name -> {
        open.put(channel, name);
        var _ = channel.closeFuture().addListener(_ -> open.remove(channel));
      });
      // Who is not expected any more may have been asked for before it was remembered.
      if (peer.filter(isExpected).isEmpty()) {
        var _ = channel.close();
      }
    }

    private static Optional<String> peer(SSLSession session) {
      try {
        return PeerTrust.uris((X509Certificate) session.getPeerCertificates()[0]).stream()
            .findFirst();
      } catch (CertificateException | SSLPeerUnverifiedException unnamed) {
        return Optional.empty();
      }
    }

    /// Cuts the connections of those that are not expected any more.
    public void expectAnew() {
      open.forEach((channel, name) -> {
        if (!isExpected.test(name)) {
          LOG.info("the connection of {} is cut, which may not connect any more", name);
          var _ = channel.close();
        }
      });
    }

    @Override
    public Duration handshakeTimeout() {
      return tls.handshakeTimeout;
    }
  }
}
