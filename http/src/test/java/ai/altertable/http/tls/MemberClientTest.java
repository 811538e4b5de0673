package ai.altertable.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.http.Headers;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import ai.altertable.testing.Patience;
import ai.altertable.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A process that asks another one, and a door that does not let in everybody for ever.
class MemberClientTest {
  private static final TestAuthority AUTHORITY = new TestAuthority("platform");
  private static final String CONTROL_PLANE = "urn:altertable:control-plane";
  private static final String GATEWAY = "urn:altertable:gateway:2";
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final Set<String> expected = ConcurrentHashMap.newKeySet();
  private final AtomicReference<MemberCredentials> shown =
      new AtomicReference<>(MemberTlsTest.credentials(AUTHORITY, GATEWAY));
  private final MemberTls tls =
      new MemberTls(() -> MemberTlsTest.credentials(AUTHORITY, CONTROL_PLANE), WITHIN);
  private final MemberTls.Door door = tls.door("a gateway", expected::contains);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final HttpServer server =
      HttpServer.start(
          HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withDrainDeadline(Duration.ofMillis(100)),
          Optional.of(door),
          exchange -> {
            String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
            if (body.equals("hold")) {
              exchange.onGone(gone::countDown);
              held.countDown();
              Patience.until("the client is cut off", () -> gone.getCount() == 0);
            }
            exchange.respond(200, Headers.none(), exchange.target().rawPath() + " " + body);
          });
  private final MemberTls own = new MemberTls(shown::get, WITHIN);
  private final MemberClient client = new MemberClient(own, CONTROL_PLANE, WITHIN);

  MemberClientTest() {
    expected.add(GATEWAY);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    own.close();
    tls.close();
  }

  private String authority() {
    return "127.0.0.1:" + ((InetSocketAddress) server.address()).getPort();
  }

  private String ask(String body) throws IOException {
    return client.post(authority(), "/x", body, WITHIN).body();
  }

  @Test
  void whoIsKnownIsAnsweredWhateverTheHostIsCalled() throws IOException {
    assertThat(ask("é")).isEqualTo("/x é");
    String byName = authority().replace("127.0.0.1", "localhost");
    assertThat(client.post(byName, "/y", "1", WITHIN).body()).isEqualTo("/y 1");
  }

  @Test
  void serverOfAnotherNameIsRefused() {
    try (MemberClient other = new MemberClient(own, "urn:altertable:worker:1", WITHIN)) {
      assertThatThrownBy(() -> other.post(authority(), "/", "secret", WITHIN))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not of urn:altertable:worker:1");
    }
  }

  @Test
  void whoIsNotExpectedIsTurnedAway() throws IOException {
    shown.set(MemberTlsTest.credentials(AUTHORITY, "urn:altertable:gateway:3"));
    assertThatThrownBy(() -> ask("1")).isInstanceOf(IOException.class);
    shown.set(MemberTlsTest.credentials(AUTHORITY, GATEWAY));
    assertThat(ask("1")).isEqualTo("/x 1");
  }

  @Test
  void connectionsOfThoseWhoMayNoMoreAreCut() throws Exception {
    assertThat(ask("1")).isEqualTo("/x 1");
    Thread asking =
        Thread.startVirtualThread(() -> assertThatThrownBy(() -> ask("hold")).isNotNull());
    held.await();
    door.expectAnew();
    assertThat(gone.getCount()).as("still expected").isEqualTo(1);

    expected.remove(GATEWAY);
    door.expectAnew();
    gone.await();
    asking.join();
    assertThatThrownBy(() -> ask("2")).isInstanceOf(IOException.class);
  }

  @Test
  void serverThatDoesNotAnswerIsNotWaitedForForEver() {
    assertThatThrownBy(() -> client.post(authority(), "/", "hold", Duration.ofMillis(200)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> client.post("127.0.0.1:1", "/", "1", WITHIN))
        .isInstanceOf(IOException.class);
  }
}
