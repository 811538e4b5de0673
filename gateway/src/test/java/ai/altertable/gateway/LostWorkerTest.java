package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.placement.Placement;
import ai.altertable.foundation.placement.Placement.Placed;
import ai.altertable.testing.CapturedLog;
import ai.altertable.testing.ErrorShape;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers that end at every stage of an answer, and what their clients can tell from it.
@ExtendWith(LeakCheck.class)
class LostWorkerTest {
  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String KEPT = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @TempDir Path folder;

  private final TestGateway gateway = TestGateway.alone();
  private final RawWorker worker = gateway.startRawWorker();
  private final RawSocket client = gateway.connect();

  @AfterEach
  void close() {
    client.close();
    gateway.close();
  }

  /// Has the worker answer with `answer` and then close.
  private void answerAndDie(String request, String answer) throws InterruptedException {
    client.send(request);
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n");
    upstream.send(answer);
    upstream.close();
  }

  /// Leaves a connection to the worker that has carried a request; answers with its other end.
  private RawSocket keptConnection() throws InterruptedException {
    client.send(TestGateway.query("1"));
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n1");
    upstream.send(KEPT);
    assertThat(client.readAnswer()).endsWith("ok");
    return upstream;
  }

  private static void assertUnavailable(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("retry-after: 2\r\n", "x-request-id: ", "\"code\":\"WORKER_UNAVAILABLE\"")
        .doesNotContain("may or may not have been changed");
  }

  /// It may have been done, so nothing invites the client to repeat it.
  private static void assertOutcomeUnknown(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("\"code\":\"WORKER_UNAVAILABLE\"", "may or may not have been changed")
        .doesNotContain("retry-after");
  }

  // ---- before the answer's head

  @Test
  void workerThatDoesNotListenIsUnavailable() {
    worker.close();

    assertUnavailable(client.send(TestGateway.query("1")).readAnswer());
    assertThat(gateway.placed()).as("tried once more").isEqualTo(2);
    assertThat(client.send(HEALTH).readAnswer()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void requestGoesToTheWorkerThatIsPlacedAfterTheFirstOneFails() throws Exception {
    worker.close();
    Placement first = gateway.workerAddress();
    Placement second = new Placed(TestGateway.worker("w-2", folder.resolve("second.sock")));
    gateway.placement(() -> gateway.placed() == 1 ? first : second);
    try (RawWorker other = RawWorker.at(folder.resolve("second.sock"))) {

      client.send(TestGateway.query("SELECT 1"));

      RawSocket upstream = other.accept();
      assertThat(upstream.readThrough("\r\n\r\nSELECT 1")).startsWith("POST /query ");
      upstream.send(KEPT);
      assertThat(client.readAnswer()).endsWith("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 ",
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\nwhere does it end?",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n"
      })
  void workerThatDiesBeforeTheHeadOfItsAnswerIsUnavailable(String answer) throws Exception {
    answerAndDie(TestGateway.query("1"), answer);

    assertOutcomeUnknown(client.readAnswer());
    assertThat(gateway.placed()).as("the query may have run, so it is not repeated").isEqualTo(1);
    assertThat(client.send(HEALTH).readAnswer()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void lostWorkerIsOneLineInTheLogAndOneWithTheIdsOfItsOtherRequests() throws Exception {
    List<RawSocket> clients = Stream.generate(gateway::connect).limit(20).toList();
    try (CapturedLog log = CapturedLog.of("ai.altertable.gateway")) {
      for (RawSocket one : clients) {
        one.send(TestGateway.query("1"));
        worker.accept().readThrough("\r\n\r\n1");
      }
      worker.close();
      List<String> ids = clients.stream().map(LostWorkerTest::errorIdOfTheAnswer).toList();

      Patience.until("two lines", () -> log.lines().size() == 2);
      assertThat(log.lines().getFirst()).startsWith("worker w-1 was lost: ").contains("; request ");
      assertThat(log.lines().getLast())
          .startsWith("worker w-1 was lost, for 19 more requests; they and their errors: ");
      assertThat(String.join("", log.lines())).contains(ids);
    } finally {
      clients.forEach(RawSocket::close);
    }
  }

  private static String errorIdOfTheAnswer(RawSocket client) {
    String answer = client.readAnswer();
    ErrorShape.require(answer, 503, ErrorCode.WORKER_UNAVAILABLE);
    Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(answer);
    assertThat(id.find()).isTrue();
    return id.group(1);
  }

  @Test
  void uploadThatLosesItsWorkerIsToldSo() throws Exception {
    client.send(
        "POST /upload HTTP/1.1\r\nHost: x\r\n"
            + TestGateway.LOGIN
            + "Content-Length: 40000000\r\n\r\n");
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n");
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              try {
                client.send(ByteBuffer.allocate(40_000_000));
              } catch (UncheckedIOException closed) {
                // as it should be: nobody takes the rest
              }
            });
    upstream.skip(1_000_000);
    upstream.close();

    assertThat(client.readThrough("\"message\""))
        .startsWith("HTTP/1.1 503 ")
        .contains("connection: close\r\n");
    client.close();
    sender.join();
  }

  // ---- in the middle of the answer

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4\r\n[1]\n\r\n",
        "4\r\n[1]\n\r\n3\r\n[2]\r\n1\r\n\n\r\n",
        "4\r\n[1]\n\r\n00000",
        "4\r\n[1]\n",
        "A\r\n[1]\n",
        "4\r\n[1]\n\r\n0\r\n",
        "4\r\n[1]\n\r\nxyz\r\n"
      })
  void resultOfWholeLinesEndsWithALineThatSaysWhatHappened(String lines) throws Exception {
    answerAndDie(TestGateway.query("1"), TestGateway.LINES + lines);

    String answer = client.readThrough("\r\n0\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("[1]\n")
        .containsPattern(
            "\r\n[0-9a-f]+\r\n\\{\"error\":\"the worker went away before its answer ended; [^\"]*\","
                + "\"code\":\"WORKER_UNAVAILABLE\",\"sqlstate\":\"57P03\","
                + "\"id\":\"[0-9a-f-]{36}\"}\n\r\n0\r\n\r\n$");
    assertThat(client.send(HEALTH).readAnswer()).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "3\r\n[1]\r\n", "4\r\n[1]\n\r\n2\r\n[2\r\n", "8\r\n[1]\n[2"})
  void resultThatEndsInTheMiddleOfALineIsCutOff(String lines) throws Exception {
    answerAndDie(TestGateway.query("1"), TestGateway.LINES + lines);

    assertThat(client.readToEnd())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .doesNotContain("error", "\r\n0\r\n\r\n")
        .endsWith("[reset]");
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\n', '4\r\na,b\n\r\n'",
    "'Content-Type: application/x-ndjson\r\nContent-Length: 9\r\n', '[1]\n'",
    "'Transfer-Encoding: chunked\r\n', '4\r\n[1]\n\r\n'",
    "'Content-Type: application/x-ndjson\r\nContent-Encoding: gzip\r\n"
        + "Transfer-Encoding: chunked\r\n', '4\r\n[1]\n\r\n'"
  })
  void answerThatTakesNoLineOfOursIsCutOff(String headers, String body) throws Exception {
    answerAndDie(TestGateway.query("1"), "HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body);

    assertThat(client.readToEnd())
        .startsWith("HTTP/1.1 200 OK\r\n")
        .doesNotContain("error", "\r\n0\r\n\r\n")
        .endsWith("[reset]");
  }

  @Test
  void oldClientGetsTheLineAsWell() throws Exception {
    answerAndDie(
        "POST /query HTTP/1.0\r\n" + TestGateway.LOGIN + "Content-Length: 0\r\n\r\n",
        TestGateway.LINES + "4\r\n[1]\n\r\n");

    assertThat(client.readToEnd())
        .contains("\r\n\r\n[1]\n{\"error\":\"the worker went away")
        .endsWith("\"}\n");
  }

  @Test
  void oldClientIsNotLeftToTakeAPartForTheWhole() throws Exception {
    answerAndDie(
        "POST /query HTTP/1.0\r\n" + TestGateway.LOGIN + "Content-Length: 0\r\n\r\n",
        TestGateway.LINES + "3\r\n[1]\r\n");

    assertThat(client.readToEnd()).endsWith("[reset]");
  }

  @Test
  void requestBehindABrokenOneIsServed() throws Exception {
    client.send(TestGateway.query("1") + HEALTH);
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n1");
    upstream.close();

    assertOutcomeUnknown(client.readAnswer());
    assertThat(client.readAnswer()).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"ok\"}");
  }

  // ---- on a connection that was kept

  @Test
  void connectionThatTheWorkerClosedMeanwhileIsNotUsed() throws Exception {
    keptConnection().close();
    Thread.sleep(100);

    client.send(TestGateway.query("2"));

    RawSocket next = worker.accept();
    next.readThrough("\r\n\r\n2");
    next.send(KEPT);
    assertThat(client.readAnswer()).endsWith("ok");
  }

  /// The connection dies between its last use and the moment in which it is written to: placement
  /// is asked on the event loop, which so cannot see the end before it writes.
  private void killJustBeforeTheNextRequest(RawSocket kept) {
    var address = gateway.workerAddress();
    gateway.placement(() -> {
      kept.close();
      return address;
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 100_000, 400_000})
  void queryThatFindsItsConnectionDeadGoesOutOnANewOneAsItWas(int bytes) throws Exception {
    killJustBeforeTheNextRequest(keptConnection());
    String body = "abcdefghij".repeat(bytes / 10);

    client.send(TestGateway.query(body));

    RawSocket next = worker.accept();
    assertThat(next.readThrough("\r\n\r\n" + body)).startsWith("POST /query HTTP/1.1\r\n");
    next.send(KEPT);
    assertThat(client.readAnswer()).endsWith("ok");
    assertThat(gateway.placed()).isEqualTo(3);
  }

  @Test
  void queryThatTheWorkerMayHaveBegunIsNotRepeated() throws Exception {
    RawSocket kept = keptConnection();
    client.send(TestGateway.query("2"));
    kept.readThrough("\r\n\r\n2");
    kept.close();

    assertOutcomeUnknown(client.readAnswer());
    assertThat(worker.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void lookupThatLosesItsKeptConnectionIsRepeatedOnce(String method) throws Exception {
    RawSocket kept = keptConnection();
    String request = method + " /query/7 HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + "\r\n";
    client.send(request);
    String first = kept.readThrough("\r\n\r\n");
    kept.close();

    RawSocket next = worker.accept();
    assertThat(next.readThrough("\r\n\r\n")).isEqualTo(first);
    next.close();

    assertUnavailable(client.readAnswer());
    assertThat(worker.connections()).isEqualTo(2);
  }

  @Test
  void lookupWhoseAnswerHasBegunIsNotRepeated() throws Exception {
    RawSocket kept = keptConnection();
    client.send("GET /query/7 HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN + "\r\n");
    kept.readThrough("\r\n\r\n");
    kept.send("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{");
    kept.close();

    assertThat(client.readToEnd()).endsWith("{[reset]");
    assertThat(worker.connections()).isEqualTo(1);
  }

  @Test
  void connectionOnWhichTheWorkerSaysMoreThanAskedIsNotUsedAgain() throws Exception {
    client.send(TestGateway.query("1"));
    RawSocket upstream = worker.accept();
    upstream.readThrough("\r\n\r\n1");
    upstream.send(KEPT + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
    assertThat(client.readAnswer()).endsWith("\r\n\r\nok");

    client.send(TestGateway.query("2"));

    RawSocket next = worker.accept();
    next.readThrough("\r\n\r\n2");
    next.send(KEPT);
    assertThat(client.readAnswer()).endsWith("\r\n\r\nok");
  }
}
