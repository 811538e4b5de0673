package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.http.tls.ServerTls;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.testing.CapturedLog;
import ai.altertable.testing.ErrorShape;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import ai.altertable.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway that speaks TLS, with real sockets.
@ExtendWith(LeakCheck.class)
class TlsTest {
  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

  @TempDir private static Path folder;
  private static TlsFiles files;
  private static SSLContext trusting;

  private ServerTls tls;
  private TestGateway gateway;

  @BeforeAll
  static void makeCertificate() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "localhost", "EC", "-1d", 100);
    files =
        new TlsFiles.Pem(
            Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem()),
            Files.writeString(folder.resolve("key.pem"), certificate.keyPem()));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", certificate.certificate());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
  }

  @BeforeEach
  void start() {
    tls = ServerTls.open(InstantSource.system(), files, Duration.ofMillis(600));
    gateway = TestGateway.speaking(tls, config -> config.withConnectionsPerAddressMax(20));
  }

  @AfterEach
  void close() {
    gateway.close();
    tls.close();
  }

  private SSLSocket connect(String... protocols) throws IOException {
    InetSocketAddress address = (InetSocketAddress) gateway.address();
    SSLSocket socket =
        (SSLSocket)
            trusting.getSocketFactory().createSocket(address.getAddress(), address.getPort());
    socket.setSoTimeout(20_000);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static void send(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String readThrough(SSLSocket socket, String mark) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf(mark) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("ended after: " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requestsAndAnswersPass(String protocol) throws Exception {
    RawWorker worker = gateway.startRawWorker();
    try (SSLSocket client = connect(protocol)) {
      client.startHandshake();
      assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
      assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
      for (int i = 0; i < 3; i++) {
        send(client, TestGateway.query("SELECT " + i));
        RawSocket upstream = i == 0 ? worker.accept() : null;
        if (upstream != null) {
          answering(upstream);
        }
        assertThat(readThrough(client, "last\n\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
      }
    }
  }

  private static void answering(RawSocket upstream) {
    Thread.ofVirtual()
        .start(() -> {
          for (int i = 0; i < 3; i++) {
            upstream.readThrough("SELECT " + i);
            upstream.send(TestGateway.LINES + "5\r\nlast\n\r\n0\r\n\r\n");
          }
        });
  }

  @Test
  void manyMegabytesPassBothWays() throws Exception {
    gateway.startWorker(exchange -> {
      byte[] body = exchange.body().readAllBytes();
      exchange.respond(200, ai.altertable.http.Headers.none(), answer -> answer.write(body));
    });
    byte[] megabytes = new byte[8 << 20];
    new java.util.Random(5).nextBytes(megabytes);
    try (SSLSocket client = connect()) {
      send(
          client,
          "POST /upload HTTP/1.1\r\nHost: x\r\n"
              + TestGateway.LOGIN
              + "Content-Length: "
              + megabytes.length
              + "\r\nConnection: close\r\n\r\n");
      client.getOutputStream().write(megabytes);
      readThrough(client, "\r\n\r\n");
      byte[] answer = client.getInputStream().readAllBytes();
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      assertThat(text.contains(new String(megabytes, 0, 1000, StandardCharsets.ISO_8859_1)))
          .isTrue();
      assertThat(answer.length).isGreaterThanOrEqualTo(megabytes.length);
    }
  }

  @Test
  void olderProtocolsAreRefused() throws Exception {
    try (CapturedLog log = CapturedLog.of("ai.altertable");
        RawSocket client = gateway.connect()) {
      // A ClientHello of TLS 1.0 with one cipher, which nobody speaks here.
      byte[] hello =
          HexFormat.of().parseHex("160301002d010000290301" + "00".repeat(32) + "000002002f0100");
      client.send(hello);

      assertThat(client.readToEnd()).doesNotContain("HTTP/");
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void clientThatDoesNotTrustTheCertificateIsNoErrorOfOurs() throws Exception {
    InetSocketAddress address = (InetSocketAddress) gateway.address();
    try (CapturedLog log = CapturedLog.of("ai.altertable");
        SSLSocket client =
            (SSLSocket)
                SSLContext.getDefault()
                    .getSocketFactory()
                    .createSocket(address.getAddress(), address.getPort())) {
      assertThatThrownBy(client::startHandshake).isInstanceOf(SSLHandshakeException.class);
      Thread.sleep(200);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void httpInTheClearIsToldToUseHttps() {
    String answer = gateway.exchange(TestGateway.query("SELECT 'secret'"));

    assertThat(ErrorShape.require(answer, 400, ErrorCode.INVALID_REQUEST)).contains("https://");
    assertThat(answer).contains("connection: close\r\n");
  }

  @Test
  void whatIsNeitherTlsNorHttpIsShownOut() {
    assertThat(gateway.exchange("\u0000\u0001\u0002")).doesNotContain("HTTP/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "1603", "16030100", "160301002d01"})
  void silentAndHalfHandshakesEndInTime(String begun) {
    long started = System.nanoTime();
    try (RawSocket client = gateway.connect()) {
      client.send(HexFormat.of().parseHex(begun));
      client.awaitEnd();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void addressHasOnlySoManyConnections() throws Exception {
    java.util.List<RawSocket> held = new java.util.ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        held.add(gateway.connect());
      }
      assertThat(gateway.exchange("")).isEmpty();
    } finally {
      held.forEach(RawSocket::close);
    }
    try (SSLSocket client = connectWhenFree()) {
      send(client, HEALTH);
      assertThat(readThrough(client, "}")).startsWith("HTTP/1.1 200 ");
    }
  }

  private SSLSocket connectWhenFree() throws Exception {
    for (int i = 0; ; i++) {
      SSLSocket socket = connect();
      try {
        socket.startHandshake();
        return socket;
      } catch (IOException refused) {
        socket.close();
        if (i == 100) {
          throw refused;
        }
        Thread.sleep(20);
      }
    }
  }

  @Test
  void endOfAConnectionIsAProperEndOfTls() throws Exception {
    try (SSLSocket client = connect()) {
      send(client, "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(all).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"ok\"}");
    }
  }

  @Test
  void answerThatBreaksOffIsNotTakenForWhole() throws Exception {
    RawWorker worker = gateway.startRawWorker();
    try (SSLSocket client = connect()) {
      send(client, TestGateway.query("SELECT 1"));
      RawSocket upstream = worker.accept();
      upstream.readThrough("SELECT 1");
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
      readThrough(client, "only this");
      upstream.close();

      assertThatThrownBy(() -> client.getInputStream().readAllBytes())
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void clientThatLeavesIsNoticed() throws Exception {
    RawWorker worker = gateway.startRawWorker();
    SSLSocket client = connect();
    send(client, TestGateway.query("SELECT 1"));
    RawSocket upstream = worker.accept();
    upstream.readThrough("SELECT 1");
    client.close();

    long left = System.nanoTime();
    upstream.awaitEnd();
    assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void requestsMayBeSentInOnePiece() throws Exception {
    try (SSLSocket client = connect()) {
      send(client, HEALTH.repeat(5));
      for (int i = 0; i < 5; i++) {
        assertThat(readThrough(client, "}")).startsWith("HTTP/1.1 200 ");
      }
    }
  }
}
