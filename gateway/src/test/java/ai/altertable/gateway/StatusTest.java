package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakCheck.class)
class StatusTest {
  private final TestGateway gateway = TestGateway.alone();

  @AfterEach
  void close() {
    assertThat(gateway.authenticator().checks()).isZero();
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, '{\"service\":\"altertable\"}'",
    "/health, '{\"status\":\"ok\"}'",
    "/ready, '{\"status\":\"ready\"}'",
    "/health?deep=1, '{\"status\":\"ok\"}'",
    "http://gateway/health, '{\"status\":\"ok\"}'"
  })
  void anybodyMayAskHowItIs(String target, String body) {
    try (RawSocket client = gateway.connect()) {
      String answer = client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer();

      assertThat(answer)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("content-type: application/json\r\n", "x-request-id: ", "date: ")
          .doesNotContain("connection:")
          .endsWith("\r\n\r\n" + body);
    }
  }

  @Test
  void connectionIsKeptForTheNextRequest() {
    try (RawSocket client = gateway.connect()) {
      for (int round = 0; round < 3; round++) {
        assertThat(client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
            .startsWith("HTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void headAnswersWithoutBody() {
    String answer =
        gateway.exchange("HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("content-length: 15\r\n", "connection: close\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void notReadyWithoutAWorkerAndSaysWhy() {
    gateway.readiness(() -> Optional.of("no worker is up"));

    String answer = gateway.exchange("GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .endsWith("{\"status\":\"not ready\",\"reason\":\"no worker is up\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/query/",
        "/query/a/b",
        "/health/x",
        "//query",
        "/QUERY",
        "*",
        "query"
      })
  void unknownPathsAreNotFoundWithoutCredentials(String target) {
    String answer =
        gateway.exchange("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .contains("x-request-id: ")
        .containsPattern(
            "\\{\"error\":\\{\"code\":\"ROUTE_NOT_FOUND\",\"message\":\"there is nothing at .*\","
                + "\"id\":\"[0-9a-f-]{36}\"},\"message\":\"there is nothing at .*\"}$");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /query, POST",
    "PUT, /upload, POST",
    "POST, /query/123, 'DELETE, GET'",
    "HEAD, /query/123, 'DELETE, GET'",
    "DELETE, /health, 'GET, HEAD'",
    "BREW, /, 'GET, HEAD'"
  })
  void wrongMethodsAreToldTheRightOnes(String method, String path, String allowed) {
    String answer =
        gateway.exchange(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
        .contains("allow: " + allowed + "\r\n");
  }

  @Test
  void harmlessRequestIdOfTheClientIsKept() {
    assertThat(
            gateway.exchange(
                "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: abc-1\r\nConnection: close\r\n\r\n"))
        .contains("x-request-id: abc-1\r\n");
    assertThat(
            gateway.exchange(
                "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: a b<\r\nConnection: close\r\n\r\n"))
        .containsPattern("x-request-id: [0-9a-f-]{36}\r\n");
  }

  @Test
  void readinessThatFailsIsAnInternalError() {
    gateway.readiness(() -> {
      throw new IllegalStateException("a secret reason");
    });
    try (RawSocket client = gateway.connect()) {
      assertThat(client.send("GET /ready HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
          .startsWith("HTTP/1.1 500 ")
          .contains("\"code\":\"INTERNAL\"")
          .doesNotContain("secret");
      assertThat(client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
          .startsWith("HTTP/1.1 200 ");
    }
  }
}
