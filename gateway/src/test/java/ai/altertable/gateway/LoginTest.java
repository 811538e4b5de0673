package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.gateway.login.LoginConfig;
import ai.altertable.gateway.login.ThrottleConfig;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.http.HttpHandler;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class LoginTest {
  private static final String WRONG = "Authorization: " + TestGateway.basic("alice:no") + "\r\n";

  private final CountDownLatch reached = new CountDownLatch(1);
  private final HttpHandler echo = this::echo;
  private final TestGateway gateway =
      TestGateway.before(
          config ->
              config.withLogins(
                  new LoginConfig(
                      Duration.ofMillis(300),
                      Duration.ofHours(1),
                      10,
                      2,
                      2,
                      Duration.ofSeconds(60),
                      ThrottleConfig.defaults())),
          echo);

  private void echo(HttpExchange exchange) throws IOException {
    reached.countDown();
    byte[] body = exchange.body().readAllBytes();
    exchange.respond(200, Headers.none(), answer -> answer.write(body));
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private static String post(String login, String body) {
    return "POST /query HTTP/1.1\r\nHost: x\r\n"
        + login
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Authorization: Basic YWxpY2U6bm8=\r\n",
        "Authorization: Basic ???\r\n",
        "Authorization: Negotiate YWxpY2U6c2VjcmV0\r\n",
        "Authorization: Basic YWxpY2U6c2VjcmV0\r\nAuthorization: Basic YWxpY2U6c2VjcmV0\r\n"
      })
  void requestWithoutRightCredentialsIsUnauthorized(String login) {
    try (RawSocket client = gateway.connect()) {
      String answer = client.send(post(login, "{}")).readAnswer();

      assertThat(answer)
          .startsWith("HTTP/1.1 401 Unauthorized\r\n")
          .contains(
              "www-authenticate: Basic realm=\"altertable\"\r\n",
              "x-request-id: ",
              "\"code\":\"INVALID_CREDENTIALS\"");
      assertThat(client.send(post(TestGateway.LOGIN, "again")).readAnswer())
          .as("the connection goes on")
          .endsWith("again");
    }
  }

  @Test
  void bearerWithNameAndPasswordIsLetIn() {
    try (RawSocket client = gateway.connect()) {
      String login = TestGateway.LOGIN.replace("Basic", "Bearer");

      assertThat(client.send(post(login, "hello")).readAnswer()).endsWith("\r\n\r\nhello");
    }
  }

  @Test
  void keptConnectionIsCheckedAgainOnlyAfterAWhile() throws InterruptedException {
    try (RawSocket client = gateway.connect()) {
      for (int i = 0; i < 10; i++) {
        client.send(post(TestGateway.LOGIN, "q" + i)).readAnswer();
      }
      assertThat(gateway.authenticator().checks()).isLessThan(10);
      int before = gateway.authenticator().checks();

      Thread.sleep(350);
      client.send(post(TestGateway.LOGIN, "later")).readAnswer();

      assertThat(gateway.authenticator().checks()).isEqualTo(before + 1);
    }
  }

  @Test
  void otherConnectionsGoOnWhileCredentialsAreChecked() {
    try (RawSocket first = gateway.connect();
        RawSocket second = gateway.connect()) {
      first.send(post(TestGateway.LOGIN, "warm")).readAnswer();
      gateway.authenticator().hold();
      String bob = "Authorization: " + TestGateway.basic("bob:secret") + "\r\n";
      first.send(post(bob, "slow"));

      for (int i = 0; i < 5; i++) {
        assertThat(second.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
            .startsWith("HTTP/1.1 200 ");
      }
      gateway.authenticator().goOn();

      assertThat(first.readAnswer()).endsWith("\r\n\r\nslow");
    }
  }

  @Test
  void bodyIsNotReadBeforeItsSenderIsKnown() throws InterruptedException {
    gateway.authenticator().hold();
    try (RawSocket client = gateway.connect()) {
      client.send(
          "POST /upload HTTP/1.1\r\nHost: x\r\n"
              + TestGateway.LOGIN
              + "Content-Length: 50000000\r\n\r\n");
      long taken = client.sendWithoutBlocking(new byte[50_000_000]);

      assertThat(taken).as("what the sockets buffer").isLessThan(20_000_000);
      assertThat(reached.await(10, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void requestBehindOneThatIsBeingCheckedWaitsItsTurn() {
    gateway.authenticator().hold();
    try (RawSocket client = gateway.connect()) {
      client.send(
          post(TestGateway.LOGIN, "first")
              + "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
              + post(WRONG, "third")
              + post(TestGateway.LOGIN, "fourth"));
      gateway.authenticator().goOn();

      assertThat(client.readAnswer()).endsWith("\r\n\r\nfirst");
      assertThat(client.readAnswer()).endsWith("{\"status\":\"ok\"}");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 401 ");
      assertThat(client.readAnswer()).endsWith("\r\n\r\nfourth");
    }
  }

  @Test
  void clientThatLeavesDuringTheCheckIsForgotten() throws InterruptedException {
    gateway.authenticator().hold();
    RawSocket client = gateway.connect();
    client.send(post(TestGateway.LOGIN, "never"));
    awaitChecks(1);
    client.reset();
    Thread.sleep(300);
    gateway.authenticator().goOn();

    assertThat(reached.await(300, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(gateway.placed()).isZero();
  }

  private void awaitChecks(int count) throws InterruptedException {
    for (int i = 0; i < 500 && gateway.authenticator().checks() < count; i++) {
      Thread.sleep(10);
    }
    assertThat(gateway.authenticator().checks()).isEqualTo(count);
  }

  @Test
  void tooManyChecksAtOnceAreRefusedForTheMoment() throws InterruptedException {
    gateway.authenticator().hold();
    try (RawSocket one = gateway.connect();
        RawSocket two = gateway.connect();
        RawSocket three = gateway.connect()) {
      one.send(post("Authorization: " + TestGateway.basic("a:secret") + "\r\n", "1"));
      two.send(post("Authorization: " + TestGateway.basic("b:secret") + "\r\n", "2"));
      awaitChecks(2);

      three.send(post("Authorization: " + TestGateway.basic("c:secret") + "\r\n", "3"));

      assertThat(three.readAnswer())
          .startsWith("HTTP/1.1 429 ")
          .contains("retry-after: 2\r\n", "\"code\":\"TOO_MANY_SESSIONS\"");
      gateway.authenticator().goOn();
      assertThat(one.readAnswer()).endsWith("\r\n\r\n1");
      assertThat(two.readAnswer()).endsWith("\r\n\r\n2");
    }
  }

  @Test
  void checkThatCannotBeMadeIsUnavailableNotUnauthorized() {
    gateway
        .authenticator()
        .failWith(() ->
            Optional.of(
                new PlatformException(
                    ErrorCode.METADATA_UNAVAILABLE, "credentials cannot be checked now")));
    try (RawSocket client = gateway.connect()) {
      assertThat(client.send(post(TestGateway.LOGIN, "x")).readAnswer())
          .startsWith("HTTP/1.1 503 ")
          .contains("retry-after: 2\r\n", "\"code\":\"METADATA_UNAVAILABLE\"");
    }
  }

  @Test
  void whoGuessesIsToldWhenToTryAgain() {
    try (RawSocket client = gateway.connect()) {
      for (int i = 0; i < 5; i++) {
        String guess = "Authorization: " + TestGateway.basic("alice:guess" + i) + "\r\n";
        assertThat(client.send(post(guess, "x")).readAnswer()).startsWith("HTTP/1.1 401 ");
      }

      assertThat(client.send(post(WRONG, "x")).readAnswer())
          .startsWith("HTTP/1.1 429 ")
          .contains("retry-after: 1\r\n", "\"code\":\"TOO_MANY_LOGINS\"")
          .doesNotContain("www-authenticate");
      String bob = "Authorization: " + TestGateway.basic("bob:secret") + "\r\n";
      assertThat(client.send(post(bob, "in")).readAnswer()).endsWith("\r\n\r\nin");
    }
  }

  @Test
  void forgottenLoginIsCheckedAgainAtOnce() {
    try (RawSocket client = gateway.connect()) {
      client.send(post(TestGateway.LOGIN, "1")).readAnswer();
      int before = gateway.authenticator().checks();
      gateway.forgetLogins();

      client.send(post(TestGateway.LOGIN, "2")).readAnswer();

      assertThat(gateway.authenticator().checks()).isEqualTo(before + 1);
    }
  }
}
