package ai.altertable.http.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The TLS of a listener: 1.3 and 1.2 with forward secrecy and authenticated encryption only, by
/// the JDK's own implementation. Looks at its files now and then: connections made after a change
/// get the new certificate, others keep theirs; files that make no sense change nothing. Safe for
/// use by several threads.
public final class ServerTls implements Handshakes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration CLOSE_NOTIFY_WITHIN = Duration.ofSeconds(1);

  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private record Current(TlsIdentity identity, SslContext context) {}

  private final TlsFiles files;
  private final ExpiryWarnings expiry;
  private final Duration handshakeTimeout;
  private final Thread watch;

  /// Handshakes compute for milliseconds, which event loops cannot spare.
  private final ExecutorService handshakes =
      Executors.newFixedThreadPool(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
          Thread.ofPlatform().daemon().name("tls-handshake-", 0).factory());

  private volatile Current current;

  /// The content that was found wrong at the last look. Two looks must agree before it is told, as
  /// two files are never replaced at the same moment.
  private @Nullable String wrongBefore;

  private @Nullable String toldWrong;

  private ServerTls(
      InstantSource clock, TlsFiles files, Duration handshakeTimeout, Duration lookEvery) {
    this.files = files;
    this.handshakeTimeout = handshakeTimeout;
    this.current = load();
    this.expiry = new ExpiryWarnings(clock);
    expiry.look(current.identity());
    this.watch = Thread.ofVirtual().name("tls-files").start(() -> watch(lookEvery));
  }

  /// @param handshakeTimeout from the connection to the end of its handshake
  /// @throws TlsProblem when the files cannot be used
  public static ServerTls open(InstantSource clock, TlsFiles files, Duration handshakeTimeout) {
    return open(clock, files, handshakeTimeout, LOOK_EVERY);
  }

  static ServerTls open(
      InstantSource clock, TlsFiles files, Duration handshakeTimeout, Duration lookEvery) {
    return new ServerTls(clock, files, handshakeTimeout, lookEvery);
  }

  private Current load() {
    TlsIdentity identity = TlsIdentity.read(files);
    try {
      SslContext context =
          SslContextBuilder.forServer(identity.key(), identity.chain())
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.NO_ADVERTISE,
                      SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_1_1))
              .build();
      return new Current(identity, context);
    } catch (SSLException unusable) {
      throw new TlsProblem("the certificate cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private void watch(Duration lookEvery) {
    try {
      while (true) {
        Thread.sleep(lookEvery);
        look();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      String found = TlsIdentity.fingerprint(files);
      if (!found.equals(current.identity().fingerprint())) {
        renew(found);
      }
    } catch (TlsProblem unreadable) {
      wrong(String.valueOf(unreadable.getMessage()), unreadable);
    }
    expiry.look(current.identity());
  }

  private void renew(String found) {
    try {
      current = load();
      toldWrong = null;
      LOG.info(
          "the TLS certificate was renewed: {}, valid until {}",
          current.identity().subject(),
          current.identity().expires());
    } catch (TlsProblem problem) {
      wrong(found, problem);
    }
  }

  private void wrong(String content, TlsProblem problem) {
    if (content.equals(wrongBefore) && !content.equals(toldWrong)) {
      toldWrong = content;
      LOG.error(
          "the TLS certificate cannot be renewed, and the old one stays in use until {}: {}",
          current.identity().expires(),
          problem.getMessage());
    }
    wrongBefore = content;
  }

  @Override
  public SslHandler handler(ByteBufAllocator allocator) {
    SslHandler handler = current.context().newHandler(allocator, handshakes);
    handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
    handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_WITHIN.toMillis());
    return handler;
  }

  /// Whom the present certificate names.
  String subject() {
    return current.identity().subject();
  }

  @Override
  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  @Override
  public void close() {
    watch.interrupt();
    handshakes.shutdown();
  }
}
