package ai.altertable.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.wire.HttpLimits;
import ai.altertable.http.wire.HttpTransport;
import ai.altertable.http.wire.UpstreamAddress;
import ai.altertable.http.wire.UpstreamConnections;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.TestAuthority;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A worker's door and those who knock at it.
@ExtendWith(LeakCheck.class)
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the channel, and the test
class MemberTlsTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("platform");
  private static final String WORKER = "urn:altertable:worker:1";
  private static final String GATEWAY = "urn:altertable:gateway:2";

  private final HttpTransport transport = HttpTransport.start(1);
  private final EventLoop loop = transport.nextLoop();
  private final AtomicReference<MemberCredentials> workers =
      new AtomicReference<>(credentials(AUTHORITY, WORKER));
  private final AtomicReference<MemberCredentials> gateways =
      new AtomicReference<>(credentials(AUTHORITY, GATEWAY));
  private final MemberTls worker = new MemberTls(workers::get, Duration.ofSeconds(10));
  private final MemberTls gateway = new MemberTls(gateways::get, Duration.ofSeconds(10));
  private final CountDownLatch gone = new CountDownLatch(1);
  private final HttpServer server =
      HttpServer.start(
          HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withDrainDeadline(Duration.ofMillis(100)),
          Optional.of(worker.door("a gateway", uri -> uri.startsWith("urn:altertable:gateway:"))),
          exchange -> {
            if (exchange.target().rawPath().equals("/wait")) {
              exchange.onGone(gone::countDown);
              Patience.until("the client has gone", () -> gone.getCount() == 0);
            }
            exchange.respond(200, Headers.none(), "hello");
          });
  private final UpstreamConnections upstreams =
      new UpstreamConnections(
          transport, Optional.of(gateway), HttpLimits.defaults(), 8, Duration.ofSeconds(30));

  static MemberCredentials credentials(TestAuthority authority, String uri) {
    return credentials(authority, authority.issue(uri));
  }

  private static MemberCredentials credentials(TestAuthority trusted, TestAuthority.Issued own) {
    return new MemberCredentials(own.key(), List.of(own.certificate()), trusted.certificate());
  }

  @AfterEach
  void close() {
    upstreams.close();
    server.close();
    worker.close();
    gateway.close();
    transport.close();
  }

  private UpstreamAddress address(String host, String peer) {
    return new UpstreamAddress.Tls(host, ((InetSocketAddress) server.address()).getPort(), peer);
  }

  private UpstreamAddress address() {
    return address("127.0.0.1", WORKER);
  }

  private Channel acquire(UpstreamAddress address) throws Exception {
    return loop.submit(() -> upstreams.acquire(loop, address))
        .get(10, TimeUnit.SECONDS)
        .get(10, TimeUnit.SECONDS);
  }

  /// Sends a request; completes with the answer's body, or fails when the connection ends.
  private static String ask(Channel channel, String path) throws Exception {
    var answer = new CompletableFuture<String>();
    channel.pipeline().addLast(new Asking(answer));
    channel.writeAndFlush(get(path));
    channel.read();
    return answer.get(10, TimeUnit.SECONDS);
  }

  private static DefaultFullHttpRequest get(String path) {
    var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    request.headers().set(HttpHeaderNames.HOST, "worker");
    return request;
  }

  private static final class Asking extends SimpleChannelInboundHandler<HttpObject> {
    private final CompletableFuture<String> answer;
    private final StringBuilder body = new StringBuilder();

    Asking(CompletableFuture<String> answer) {
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
      if (part instanceof HttpResponse head) {
        body.append(head.status().code()).append(' ');
      }
      if (part instanceof HttpContent content) {
        body.append(content.content().toString(StandardCharsets.UTF_8));
      }
      if (part instanceof LastHttpContent) {
        ctx.pipeline().remove(this);
        answer.complete(body.toString());
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      answer.completeExceptionally(new IllegalStateException("ended after: " + body));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }

  private void release(Channel channel) throws Exception {
    loop.submit(() -> upstreams.release(channel, address())).get(10, TimeUnit.SECONDS);
  }

  private void assertNobodyIsServed(UpstreamAddress address) {
    assertThatThrownBy(() -> ask(acquire(address), "/")).isInstanceOf(ExecutionException.class);
  }

  @Test
  void whoKnowsEachOtherTalksAndKeepsTheConnection() throws Exception {
    Channel first = acquire(address());
    assertThat(ask(first, "/")).isEqualTo("200 hello");
    release(first);
    Channel again = acquire(address());
    assertThat(again).isSameAs(first);
    assertThat(ask(again, "/")).isEqualTo("200 hello");
  }

  @Test
  void hostIsFoundByItsName() throws Exception {
    assertThat(ask(acquire(address("localhost", WORKER)), "/")).isEqualTo("200 hello");
  }

  @Test
  void hostThatIsUnknownFailsTheAcquisition() {
    assertThatThrownBy(() -> acquire(address("no-such-host.invalid", WORKER)))
        .hasCauseInstanceOf(UnknownHostException.class);
  }

  @Test
  void workerOfAnotherNameIsRefused() {
    assertNobodyIsServed(address("127.0.0.1", "urn:altertable:worker:3"));
  }

  @Test
  void workerOfAnotherAuthorityIsRefused() {
    TestAuthority other = new TestAuthority("platform");
    workers.set(credentials(AUTHORITY, other.issue(WORKER)));
    assertNobodyIsServed(address());
  }

  @Test
  void workerWhoseCertificateHasExpiredIsRefused() {
    Instant now = Instant.now();
    workers.set(
        credentials(AUTHORITY, AUTHORITY.issue(WORKER, now.minusSeconds(60), now.minusSeconds(1))));
    assertNobodyIsServed(address());
  }

  @Test
  void gatewayOfAnotherAuthorityIsTurnedAway() {
    TestAuthority other = new TestAuthority("platform");
    gateways.set(credentials(AUTHORITY, other.issue(GATEWAY)));
    assertNobodyIsServed(address());
  }

  @Test
  void certificateOfAWorkerOpensNoDoor() {
    gateways.set(credentials(AUTHORITY, "urn:altertable:worker:2"));
    assertNobodyIsServed(address());
  }

  @Test
  void whoShowsNoCertificateIsTurnedAway() throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("it", AUTHORITY.certificate());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    InetSocketAddress at = (InetSocketAddress) server.address();
    try (var socket = context.getSocketFactory().createSocket(at.getAddress(), at.getPort())) {
      socket.setSoTimeout(10_000);
      assertThatThrownBy(
              () -> {
                socket
                    .getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                throw new IOException("answered with " + socket.getInputStream().read());
              })
          .isInstanceOf(IOException.class)
          .hasMessageNotContaining("answered with 72");
    }
  }

  @Test
  void renewedCertificatesAreUsedFromTheNextConnectionOn() throws Exception {
    Channel first = acquire(address());
    assertThat(ask(first, "/")).isEqualTo("200 hello");
    gateways.set(credentials(AUTHORITY, GATEWAY));
    workers.set(credentials(AUTHORITY, WORKER));
    assertThat(ask(first, "/")).as("what is open goes on").isEqualTo("200 hello");
    release(first);
    Channel next = acquire(address());
    assertThat(next).isNotSameAs(first);
    assertThat(ask(next, "/")).isEqualTo("200 hello");
  }

  @Test
  void gatewayThatGoesAwayIsNoticed() throws Exception {
    Channel channel = acquire(address());
    channel.writeAndFlush(get("/wait"));
    Thread.sleep(100);
    long begin = System.nanoTime();
    channel.close();
    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }
}
