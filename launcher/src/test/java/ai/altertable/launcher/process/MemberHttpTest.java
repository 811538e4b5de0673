package ai.altertable.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.http.tls.MemberCredentials;
import ai.altertable.http.tls.MemberTls;
import ai.altertable.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemberHttpTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("platform");
  private static final String WORKER = "urn:altertable:worker:1";
  private static final String CONTROL_PLANE = "urn:altertable:control-plane";
  private static final String LONG = "x".repeat(300_000);

  private final MemberTls worker = tls(AUTHORITY, WORKER);
  private final MemberTls own = tls(AUTHORITY, CONTROL_PLANE);
  private final HttpServer server =
      HttpServer.start(
          HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withDrainDeadline(Duration.ofMillis(50)),
          Optional.of(worker.door("the control plane", CONTROL_PLANE::equals)),
          exchange -> {
            byte[] body = exchange.body().readAllBytes();
            String head = exchange.headers().first("grant").orElse("none");
            exchange.respond(
                201,
                Headers.none(),
                head + " " + new String(body, StandardCharsets.UTF_8) + " " + LONG);
          });

  private static MemberTls tls(TestAuthority authority, String uri) {
    TestAuthority.Issued issued = authority.issue(uri);
    var credentials =
        new MemberCredentials(issued.key(), List.of(issued.certificate()), AUTHORITY.certificate());
    return new MemberTls(() -> credentials, Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    server.close();
    worker.close();
    own.close();
  }

  private MemberHttp to(MemberTls tls, String peer) {
    return new MemberHttp(tls, "localhost", ((InetSocketAddress) server.address()).getPort(), peer);
  }

  @Test
  void asksAMemberOverTlsOnBothSides() throws IOException {
    MemberHttp http = to(own, WORKER);
    assertThat(http.get("/", Map.of("grant", "mine")))
        .isEqualTo(new ProcessHttp.Answer(201, "mine  " + LONG));
    assertThat(http.post("/", Map.of(), "{}").body()).startsWith("none {} ");
  }

  @Test
  void asksNobodyElse() {
    assertThatThrownBy(() -> to(own, "urn:altertable:worker:2").get("/", Map.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the certificate is of [urn:altertable:worker:1]");
  }

  @Test
  void strangersAreAnsweredNothing() {
    try (MemberTls gateway = tls(AUTHORITY, "urn:altertable:gateway:9");
        MemberTls stranger = tls(new TestAuthority("other"), CONTROL_PLANE)) {
      assertThatThrownBy(() -> to(gateway, WORKER).get("/", Map.of()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> to(stranger, WORKER).get("/", Map.of()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void givesUpOnWhoNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var http = new MemberHttp(own, "127.0.0.1", silent.getLocalPort(), WORKER);
      assertThatThrownBy(() -> http.get("/", Map.of())).isInstanceOf(IOException.class);
    }
  }
}
