package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.identity.Grant;
import ai.altertable.http.wire.HttpLimits;
import ai.altertable.testing.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What clients may send to be mistaken for somebody else, or for more than they sent: bytes
/// through a real gateway to a worker that records exactly what reached it.
@ExtendWith(LeakCheck.class)
class HostileRequestsTest {
  private static final String LOGIN = TestGateway.LOGIN;
  private static final String END = "Connection: close\r\n\r\n";

  private final TestGateway gateway =
      TestGateway.alone(config ->
          config.withLimits(
              new HttpLimits(
                  4 << 10, 16 << 10, 50, 16, Duration.ofMillis(500), Duration.ofMillis(700))));
  private final RecordingWorker worker = new RecordingWorker(gateway.startRawWorker());

  @AfterEach
  void close() {
    gateway.close();
  }

  /// @param statuses of the answers, in order
  /// @param reached the request lines that reach the worker, in order
  record Case(String what, String request, List<Integer> statuses, List<String> reached) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Case refused(String what, int status, String request) {
    return new Case(what, request, List.of(status), List.of());
  }

  /// By the gateway itself: what is odd about it does no harm.
  private static Case harmless(String what, String request) {
    return refused(what, 200, request);
  }

  private static Case passed(String what, String reached, String request) {
    return new Case(what, request, List.of(200), List.of(reached));
  }

  private static String get(String target, String... headers) {
    return "GET " + target + " HTTP/1.1\r\nHost: x\r\n" + LOGIN + String.join("", headers) + END;
  }

  private static String post(String headers, String body) {
    return "POST /query HTTP/1.1\r\nHost: x\r\n" + LOGIN + headers + END + body;
  }

  static Stream<Case> requestLines() {
    return Stream.of(
        refused("HTTP/0.9", 400, "GET /health\r\n\r\n"),
        refused("HTTP/2 preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        refused("unknown version", 505, "GET /health HTTP/1.2\r\nHost: x\r\n\r\n"),
        harmless("version in lower case", "GET /health http/1.1\r\nHost: x\r\n\r\n"),
        refused("bare line feeds", 400, "GET /health HTTP/1.1\nHost: x\n\n"),
        refused("NUL in the target", 400, get("/query/\0")),
        refused("bare CR in the target", 400, get("/query/a\rb")),
        refused("space in the target", 400, get("/query /x")),
        harmless("tab in the request line", "GET\t/health\tHTTP/1.1\r\nHost: x\r\n\r\n"),
        refused("TRACE", 405, get("/query/1").replace("GET", "TRACE")),
        refused("method in lower case", 405, get("/query/1").replace("GET", "get")),
        refused("CONNECT", 501, get("x:443").replace("GET", "CONNECT")),
        refused("asterisk form", 404, get("*").replace("GET", "OPTIONS")),
        refused("endless request line", 414, get("/query/" + "a".repeat(5000))),
        refused("dot segment", 400, get("/query/..")),
        refused("dot segment in the middle", 400, get("/upload/../query/1")),
        refused("encoded dot segment", 400, get("/query/%2e%2E")),
        refused("half-encoded dot segment", 400, get("/query/.%2e/upload")),
        refused("encoded slash", 400, get("/query/a%2fb")),
        refused("encoded slash in a route", 400, get("/query%2fx")),
        refused("half-encoded dot segment first", 400, get("/.%2e/query")),
        refused("encoded backslash", 400, get("/query/a%5Cb")),
        refused("backslash", 400, get("/query/a\\b")),
        refused("encoded NUL", 400, get("/query/a%00")),
        refused("doubled slash", 404, get("//query/1")),
        refused("path parameter", 404, get("/query;x/1")),
        refused("path in upper case", 404, get("/QUERY/1")),
        refused("the worker's own route", 404, get("/platform/revocations").replace("GET", "POST")),
        passed("absolute form", "GET /query/1?a=b HTTP/1.1", get("http://other/query/1?a=b")),
        passed("absolute form with user", "GET /query/1 HTTP/1.1", get("http://a@b:1/query/1")),
        passed("unknown escape", "GET /query/%zz HTTP/1.1", get("/query/%zz")));
  }

  static Stream<Case> headers() {
    return Stream.of(
        refused("no host", 400, "GET /health HTTP/1.1\r\n\r\n"),
        refused("two hosts", 400, get("/query/1", "Host: y\r\n")),
        refused("two logins", 401, get("/query/1", LOGIN)),
        refused("two logins, one bearer", 401, get("/query/1", LOGIN.replace("Basic", "Bearer"))),
        refused("whitespace before a colon", 400, get("/query/1", "Altertable-Grant : x\r\n")),
        refused("tab before a colon", 400, get("/query/1", "Altertable-Grant\t: x\r\n")),
        refused("whitespace first", 400, "GET /health HTTP/1.1\r\n Host: x\r\n\r\n"),
        refused("NUL in a name", 400, get("/query/1", "A\0b: x\r\n")),
        refused("NUL in a value", 400, get("/query/1", "A: b\0\r\n")),
        refused("bare CR in a value", 400, get("/query/1", "A: b\rAltertable-Grant: x\r\n")),
        refused("bare LF in a value", 400, get("/query/1", "A: b\nAltertable-Grant: x\r\n")),
        refused("no colon", 400, get("/query/1", "Altertable-Grant\r\n")),
        refused("too large", 431, get("/query/1", "A: " + "b".repeat(20_000) + "\r\n")),
        refused("too many", 431, get("/query/1", "A: b\r\n".repeat(201))),
        refused("expectation", 417, get("/query/1", "Expect: 200-ok\r\n")),
        passed("many", "GET /query/1 HTTP/1.1", get("/query/1", "A: b\r\n".repeat(150))),
        passed("forged", "GET /query/1 HTTP/1.1", get("/query/1", "Altertable-Grant: x\r\n")),
        passed(
            "forged twice",
            "GET /query/1 HTTP/1.1",
            get("/query/1", "ALTERTABLE-GRANT: x\r\n".repeat(2))),
        passed(
            "the grant as a matter of the connection",
            "GET /query/1 HTTP/1.1",
            get("/query/1", "Connection: altertable-grant, x-request-id\r\n")),
        passed(
            "upgrade to HTTP/2",
            "GET /query/1 HTTP/1.1",
            get(
                "/query/1",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n")),
        passed(
            "upgrade to WebSocket",
            "GET /query/1 HTTP/1.1",
            get("/query/1", "Upgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n")));
  }

  static Stream<Case> bodies() {
    String five = "5\r\nhello\r\n";
    return Stream.of(
        refused(
            "length and chunks",
            400,
            post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", five + "0\r\n\r\n")),
        refused("two lengths", 400, post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!")),
        refused("coding that hides", 400, post("Transfer-Encoding: chunked, identity\r\n", five)),
        refused(
            "coding in two headers",
            501,
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", five)),
        passed(
            "length as a matter of the connection",
            "POST /query HTTP/1.1",
            post("Content-Length: 5\r\nConnection: content-length\r\n", "hello")),
        passed(
            "coding as a matter of the connection",
            "POST /query HTTP/1.1",
            post(
                "Transfer-Encoding: chunked\r\nConnection: transfer-encoding\r\n",
                five + "0\r\n\r\n")),
        passed(
            "coding in upper case",
            "POST /query HTTP/1.1",
            post("Transfer-Encoding: CHUNKED\r\n", five + "0\r\n\r\n")),
        passed(
            "chunk extension",
            "POST /query HTTP/1.1",
            post("Transfer-Encoding: chunked\r\n", "5;a=\"b\"\r\nhello\r\n0;c\r\n\r\n")),
        passed(
            "trailer",
            "POST /query HTTP/1.1",
            post(
                "Transfer-Encoding: chunked\r\n",
                five + "0\r\nAltertable-Grant: forged\r\nContent-Length: 3\r\n\r\n")),
        new Case(
            "request behind a body",
            "POST /query HTTP/1.1\r\nHost: x\r\n"
                + LOGIN
                + "Content-Length: 5\r\n\r\nhello"
                + get("/query/2"),
            List.of(200, 200),
            List.of("POST /query HTTP/1.1", "GET /query/2 HTTP/1.1")),
        new Case(
            "nobody behind somebody",
            get("/query/1").replace(END, "\r\n") + get("/query/2").replace(LOGIN, ""),
            List.of(200, 401),
            List.of("GET /query/1 HTTP/1.1")));
  }

  @ParameterizedTest
  @MethodSource({"requestLines", "headers", "bodies"})
  void onlyWhatIsPlainReachesTheWorkerAndAsTheGatewayWritesIt(Case hostile) {
    String answers = gateway.exchange(hostile.request());

    assertThat(statuses(answers)).as(answers).isEqualTo(hostile.statuses());
    assertThat(worker.requests())
        .extracting(request -> request.substring(0, request.indexOf('\r')))
        .isEqualTo(hostile.reached());
    worker.requests().forEach(this::assertWrittenByTheGateway);
  }

  private static List<Integer> statuses(String answers) {
    List<Integer> statuses = new ArrayList<>();
    Matcher lines = Pattern.compile("HTTP/1\\.1 (\\d{3}) ").matcher(answers);
    while (lines.find()) {
      statuses.add(Integer.valueOf(lines.group(1)));
    }
    return statuses;
  }

  private void assertWrittenByTheGateway(String request) {
    String head = request.substring(0, request.indexOf("\r\n\r\n") + 2);
    String lower = head.toLowerCase(Locale.ROOT);
    assertThat(lower)
        .containsOnlyOnce("\r\naltertable-grant: ")
        .containsOnlyOnce("\r\nx-request-id: ")
        .containsOnlyOnce("\r\nhost: ")
        .doesNotContain(
            "forged",
            "\r\nauthorization:",
            "\r\nupgrade:",
            "\r\nconnection:",
            "\r\nhttp2-settings:",
            "\r\nte:",
            "\r\ntrailer:")
        .doesNotContainPattern("[^\r]\n")
        .doesNotContainPattern("\r[^\n]");
    assertThat(lower.split("\r\n(content-length|transfer-encoding): ", -1).length)
        .as("one way of framing at most")
        .isLessThanOrEqualTo(2);
    assertThat(request).doesNotContain("a=\"b\"").doesNotContain("forged");
    String grant = header(head, Grant.HEADER);
    assertThat(gateway.grant(grant).principal().name()).isEqualTo("alice");
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": "))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 2);
  }

  @Test
  void slowHeadIsEndedAlsoWhenItKeepsComing() throws Exception {
    try (var client = gateway.connect()) {
      client.send("GET /query/1 HTTP/1.1\r\nHost: x\r\n");
      long started = System.nanoTime();
      Thread slow =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 100; i++) {
                    client.send("X-" + i + ": y\r\n");
                    Thread.sleep(50);
                  }
                } catch (InterruptedException | RuntimeException ended) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(4));
      slow.interrupt();
      slow.join();
    }
    assertThat(worker.requests()).isEmpty();
  }
}
