package ai.altertable.controlplane.access;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.foundation.identity.Access;
import ai.altertable.foundation.identity.Authentication;
import ai.altertable.foundation.identity.Authentication.Authenticated;
import ai.altertable.foundation.identity.AuthenticationCodec;
import ai.altertable.foundation.identity.Environment;
import ai.altertable.foundation.identity.Principal;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.http.HttpServer;
import ai.altertable.http.HttpServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginResourceTest {
  private static final Authenticated ADA =
      new Authenticated(
          new Principal(new UUID(1, 1), "ada"),
          3,
          new Environment(new UUID(2, 2), "production"),
          false,
          Map.of("lakehouse", Access.READ),
          Optional.of("lakehouse"));

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server =
      HttpServer.start(
          HttpServerConfig.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .withDrainDeadline(Duration.ofMillis(50)),
          new LoginResource(LoginResourceTest::check));

  private static Authentication check(String name, Secret password) {
    if (name.equals("away")) {
      throw new PlatformException(ErrorCode.CONTROL_PLANE_UNAVAILABLE, "not now");
    }
    return name.equals("ada") && password.value().equals("s\"1")
        ? ADA
        : new Authentication.Rejected();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private HttpResponse<String> ask(String method, String body) throws Exception {
    int port = ((InetSocketAddress) server.address()).getPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/platform/login"))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  @Test
  void claimsAreAnsweredWithWhomTheyStandFor() throws Exception {
    HttpResponse<String> right = ask("POST", "{\"name\":\"ada\",\"password\":\"s\\\"1\"}");
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(AuthenticationCodec.decode(right.body())).isEqualTo(ADA);
    assertThat(right.headers().firstValue("cache-control")).hasValue("no-store");

    HttpResponse<String> wrong = ask("POST", "{\"name\":\"ada\",\"password\":\"no\"}");
    assertThat(wrong.statusCode()).isEqualTo(200);
    assertThat(AuthenticationCodec.decode(wrong.body())).isEqualTo(new Authentication.Rejected());
  }

  @Test
  void claimsThatCannotBeCheckedAreNoRejections() throws Exception {
    HttpResponse<String> answer = ask("POST", "{\"name\":\"away\",\"password\":\"x\"}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("CONTROL_PLANE_UNAVAILABLE");
  }

  @Test
  void malformedClaimsAreRefusedWithoutRepeatingThem() throws Exception {
    for (String body :
        new String[] {
          "", "{\"name\":\"ada\",\"password\":hunter2", "[\"hunter2\"]", "{\"name\":1}"
        }) {
      HttpResponse<String> answer = ask("POST", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("INVALID_REQUEST").doesNotContain("hunter2");
    }
    assertThat(ask("PUT", "{}").statusCode()).isEqualTo(400);
  }
}
