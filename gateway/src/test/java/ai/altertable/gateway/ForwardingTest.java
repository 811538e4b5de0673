package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.identity.Grant;
import ai.altertable.foundation.placement.Placement.Refused;
import ai.altertable.http.Headers;
import ai.altertable.http.HttpExchange;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.RawSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the worker sees of a request, byte by byte, and what the client sees of the answer.
@ExtendWith(LeakCheck.class)
class ForwardingTest {
  private final TestGateway gateway = TestGateway.alone();
  private final RawWorker worker = gateway.startRawWorker();
  private final RawSocket client = gateway.connect();

  @AfterEach
  void close() {
    client.close();
    gateway.close();
  }

  private static String line(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + head));
  }

  @Test
  void requestReachesTheWorkerWithAGrantInPlaceOfCredentials() throws Exception {
    client.send(TestGateway.query("SELECT 1"));

    RawSocket upstream = worker.accept();
    String head = upstream.readThrough("\r\n\r\n");
    assertThat(head).startsWith("POST /query HTTP/1.1\r\n").contains("Host: x\r\n");
    assertThat(head.toLowerCase(Locale.ROOT)).doesNotContain("authorization", "connection:");
    assertThat(line(head, "content-length")).isEqualTo("8");
    Grant grant = gateway.grant(line(head, Grant.HEADER));
    assertThat(grant.principal().name()).isEqualTo("alice");
    assertThat(grant.environment()).isEqualTo(FakeAuthenticator.PRODUCTION);
    assertThat(grant.clientAddress()).isEqualTo("127.0.0.1");
    String id = line(head, "x-request-id");
    assertThat(upstream.readThrough("SELECT 1")).isEqualTo("SELECT 1");

    upstream.send("HTTP/1.1 200 OK\r\nX-Query: 7\r\nContent-Length: 4\r\n\r\n[1]\n");

    assertThat(client.readAnswer())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("X-Query: 7\r\n", "x-request-id: " + id + "\r\n")
        .endsWith("\r\n\r\n[1]\n");
  }

  @Test
  void headersOfTheConnectionAndOfThePlatformAreNotPassedOn() throws Exception {
    client.send(
        "POST /query?x=%20y HTTP/1.1\r\nHost: data\r\n"
            + TestGateway.LOGIN
            + """
            Altertable-Grant: forged
            ALTERTABLE-anything: forged
            X-Altertable-Column-Header: names
            Connection: Upgrade, HTTP2-Settings, X-Hop
            Connection: keep-alive, X-Other-Hop
            Upgrade: h2c
            HTTP2-Settings: AAMAAABkAAQAAP__
            X-Hop: 1
            x-other-hop: 1
            Keep-Alive: timeout=5
            Proxy-Authorization: Basic c2VjcmV0
            Proxy-Connection: keep-alive
            TE: trailers
            Trailer: X-Sum
            Accept: application/json
            Accept: application/x-ndjson
            User-Agent: altertable-lakehouse-java/0.1.0
            X-Request-Id: client-7
            Content-Length: 2

            {}\
            """
                .replace("\n", "\r\n"));

    String head = worker.accept().readThrough("\r\n\r\n");
    assertThat(head.lines().skip(1).filter(line -> !line.isEmpty()))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("altertable-grant: ").doesNotContain("forged"),
            line -> assertThat(line).isEqualTo("Host: data"),
            line -> assertThat(line).isEqualTo("X-Altertable-Column-Header: names"),
            line -> assertThat(line).isEqualTo("Accept: application/json"),
            line -> assertThat(line).isEqualTo("Accept: application/x-ndjson"),
            line -> assertThat(line).isEqualTo("User-Agent: altertable-lakehouse-java/0.1.0"),
            line -> assertThat(line).isEqualTo("x-request-id: client-7"),
            line -> assertThat(line).isEqualTo("content-length: 2"));
    assertThat(head).startsWith("POST /query?x=%20y HTTP/1.1\r\n");
  }

  @Test
  void headersOfTheWorkersConnectionAreNotPassedOn() throws Exception {
    client.send(TestGateway.query("1"));
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n1");
    upstream.send(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nKeep-Alive: timeout=1\r\n"
            + "Content-Length: 2\r\n\r\nok");

    assertThat(client.readAnswer().toLowerCase(Locale.ROOT))
        .doesNotContain("connection", "keep-alive");
    assertThat(client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "http://other/query?a=b, /query?a=b",
    "HTTP://other:1234/query, /query",
    "/query?u=http://x/y, /query?u=http://x/y"
  })
  void targetGoesToTheWorkerInOriginForm(String sent, String seen) throws Exception {
    client.send(TestGateway.query("1").replaceFirst("/query", sent));

    assertThat(worker.accept().readThrough("\r\n")).isEqualTo("POST " + seen + " HTTP/1.1\r\n");
  }

  @Test
  void connectionToTheWorkerIsKeptAcrossRequestsAndClients() throws Exception {
    client.send(TestGateway.query("1"));
    RawSocket upstream = worker.accept();
    for (int i = 0; i < 3; i++) {
      upstream.readThrough("\r\n\r\n1");
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      assertThat(client.readAnswer()).endsWith("ok");
      client.send(TestGateway.query("1"));
    }
    assertThat(worker.connections()).isEqualTo(1);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderAndOneAtATime() throws Exception {
    client.send(TestGateway.query("a") + TestGateway.query("b") + TestGateway.query("c"));

    RawSocket upstream = worker.accept();
    for (String body : new String[] {"a", "b", "c"}) {
      assertThat(upstream.readThrough("\r\n\r\n" + body))
          .containsOnlyOnce("POST")
          .doesNotContain("\r\n\r\n" + (char) (body.charAt(0) + 1));
      upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + body);
      assertThat(client.readAnswer()).endsWith("\r\n\r\n" + body);
    }
  }

  @Test
  void chunkedRequestAndAnswerStayChunked() throws Exception {
    client.send(
        "POST /upload HTTP/1.1\r\nHost: x\r\n"
            + TestGateway.LOGIN
            + "Transfer-Encoding: chunked\r\n\r\n5;ext=1\r\nhello\r\n");
    RawSocket upstream = worker.accept();
    assertThat(upstream.readThrough("5\r\nhello\r\n"))
        .contains("transfer-encoding: chunked\r\n")
        .doesNotContainIgnoringCase("content-length");
    client.send("3\r\n wo\r\n0\r\nX-Trailer: dropped\r\n\r\n");
    assertThat(upstream.readThrough("0\r\n\r\n")).isEqualTo("3\r\n wo\r\n0\r\n\r\n");

    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n");
    assertThat(client.readThrough("2\r\n[]\r\n")).containsIgnoringCase("chunked");
    upstream.send("1\r\n\n\r\n0\r\n\r\n");
    assertThat(client.readThrough("0\r\n\r\n")).isEqualTo("1\r\n\n\r\n0\r\n\r\n");
    assertThat(client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void oldClientGetsAChunkedAnswerUntilTheEndOfItsConnection() throws Exception {
    client.send(
        "POST /query HTTP/1.0\r\nConnection: keep-alive\r\n"
            + TestGateway.LOGIN
            + "Content-Length: 1\r\n\r\n1");
    RawSocket upstream = worker.accept();
    assertThat(upstream.readThrough("\r\n\r\n1"))
        .startsWith("POST /query HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nhost: ");
    upstream.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");

    assertThat(client.readToEnd())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .doesNotContainIgnoringCase("chunked")
        .doesNotContainIgnoringCase("keep-alive")
        .endsWith("\r\n\r\nabc");
  }

  @Test
  void oldClientThatAsksForItKeepsItsConnection() throws Exception {
    client.send("GET /query/1 HTTP/1.0\r\nConnection: keep-alive\r\n" + TestGateway.LOGIN + "\r\n");
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n");
    upstream.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    assertThat(client.readAnswer()).contains("connection: keep-alive\r\n").endsWith("ok");
    assertThat(client.send("GET /health HTTP/1.0\r\n\r\n").readToEnd()).contains("200 OK");
  }

  @ParameterizedTest
  @CsvSource({"204 No Content, ''", "304 Not Modified, 'Content-Length: 10\r\n'"})
  void answersWithoutBodyEndWithTheirHead(String status, String header) throws Exception {
    client.send(TestGateway.query("1"));
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n1");
    upstream.send("HTTP/1.1 " + status + "\r\n" + header + "\r\n");

    assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 " + status + "\r\n");
    assertThat(client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusedPlacementSaysWhenToTryAgain() {
    gateway.placement(() ->
        new Refused(
            ErrorCode.WORKER_UNAVAILABLE, "the worker is starting", Duration.ofMillis(2500)));

    assertThat(client.send(TestGateway.query("1")).readAnswer())
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("retry-after: 3\r\n", "\"code\":\"WORKER_UNAVAILABLE\"")
        .contains("\"message\":\"the worker is starting\"");
    assertThat(client.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n").readAnswer())
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void placementThatFailsIsAnInternalError() {
    gateway.placement(() -> {
      throw new IllegalStateException("a secret reason");
    });

    assertThat(client.send(TestGateway.query("1")).readAnswer())
        .startsWith("HTTP/1.1 500 ")
        .doesNotContain("secret");
  }

  @Test
  void statusesAndErrorsOfTheWorkerPassThrough() throws Exception {
    client.send(TestGateway.query("1"));
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n1");
    upstream.send(
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 9\r\nContent-Length: 2\r\n\r\n{}");

    assertThat(client.readAnswer())
        .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
        .contains("Retry-After: 9\r\n")
        .endsWith("{}");
  }

  @Test
  void gatewayStandsBeforeARealServer() throws IOException {
    gateway.stopWorker();
    gateway.startWorker(this::describe);

    client.send(TestGateway.query("SELECT 1"));

    assertThat(client.readAnswer()).endsWith("\r\n\r\nPOST /query alice SELECT 1");
  }

  private void describe(HttpExchange exchange) throws IOException {
    Grant grant = gateway.grant(exchange.headers().first(Grant.HEADER).orElseThrow());
    String body = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
    exchange.respond(
        200,
        Headers.none(),
        String.join(
            " ", exchange.method(), exchange.target().rawPath(), grant.principal().name(), body));
  }
}
