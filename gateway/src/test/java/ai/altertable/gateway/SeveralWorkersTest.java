package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.placement.Candidate.Readiness;
import ai.altertable.testing.LeakCheck;
import ai.altertable.testing.Patience;
import ai.altertable.testing.RawSocket;
import ai.altertable.testing.TestAuthority;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Two gateways before several workers, over mutual TLS.
@ExtendWith(LeakCheck.class)
class SeveralWorkersTest {
  private static final Pattern WORKER = Pattern.compile("\"worker\":\"([^\"]+)\",\"bytes\":(\\d+)");
  private static final Duration LOAD = Duration.ofMillis(900);

  private final Site site = new Site();
  private final Site.Door first = site.addGateway();
  private final Site.Door second = site.addGateway();

  @AfterEach
  void close() {
    site.close();
  }

  private static String query(String session) {
    return "{\"statement\":\"SELECT 1\",\"session_id\":\"" + session + "\"}";
  }

  private static String worker(Site.Door gateway, String session) {
    return worker(gateway.query(query(session)).body());
  }

  private static String worker(String answer) {
    Matcher matcher = WORKER.matcher(answer);
    assertThat(matcher.find()).as(answer).isTrue();
    return matcher.group(1);
  }

  // ---- a session stays at its worker

  @Test
  void requestsOfASessionGoToOneWorkerWhateverTheirBodiesLookLike() {
    site.addWorker("w-1");
    site.addWorker("w-2");
    site.addWorker("w-3");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, String> places = new HashMap<>();
    try (RawSocket one = first.connect();
        RawSocket other = second.connect()) {
      for (int i = 0; i < 60; i++) {
        String session = "s-" + random.nextInt(15);
        String body = body(random, session);
        RawSocket client = random.nextBoolean() ? one : other;
        sendInPieces(client, random, body);
        String answer = client.readAnswer();
        assertThat(answer).as("seed %d", seed).startsWith("HTTP/1.1 200 ");
        Matcher told = WORKER.matcher(answer);
        assertThat(told.find()).isTrue();
        assertThat(Integer.parseInt(told.group(2))).isEqualTo(body.length());
        String before = places.putIfAbsent(session, told.group(1));
        if (before != null) {
          assertThat(told.group(1)).as("seed %d, %s", seed, session).isEqualTo(before);
        }
      }
    }
    assertThat(new HashSet<>(places.values())).hasSizeGreaterThan(1);
  }

  /// Members in any order, the session's named twice now and then, and other texts that look so.
  private static String body(Random random, String session) {
    String padding = "x".repeat(random.nextInt(10) == 0 ? 200_000 : random.nextInt(50));
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"statement\": \"SELECT '\\\"session_id\\\":\\\"not\\\"', '" + padding + "'\"",
                "\"params\":{\"session_id\":\"deep\",\"a\":[1,{\"session_id\":\"deeper\"}]}",
                random.nextBoolean() ? "\"limit\":10" : "\"visible\" : true"));
    Collections.shuffle(members, random);
    String name = random.nextInt(4) == 0 ? "session\\u005fid" : "session_id";
    String escaped = random.nextInt(4) == 0 ? session.replace("s", "\\u0073") : session;
    int at = random.nextInt(members.size() + 1);
    members.add(at, "\"" + name + "\" :\"" + escaped + "\"");
    if (random.nextInt(3) == 0) {
      members.addFirst("\"session_id\":\"an earlier one\"");
    }
    return "{" + String.join(random.nextBoolean() ? "," : " ,\n ", members) + "}";
  }

  private static void sendInPieces(RawSocket client, Random random, String body) {
    String head = "POST /query HTTP/1.1\r\nHost: x\r\n" + TestGateway.LOGIN;
    if (random.nextBoolean()) {
      client.send(head + "Content-Length: " + body.length() + "\r\n\r\n");
      int at = random.nextInt(body.length());
      client.send(body.substring(0, at));
      client.send(body.substring(at));
      return;
    }
    client.send(head + "Transfer-Encoding: chunked\r\n\r\n");
    int at = 0;
    while (at < body.length()) {
      int size = Math.min(body.length() - at, 1 + random.nextInt(1 + body.length() / 4));
      client.send(Integer.toHexString(size) + "\r\n" + body.substring(at, at + size) + "\r\n");
      at += size;
    }
    client.send("0\r\n\r\n");
  }

  @Test
  void sessionStaysWhereItIsWhenWorkersJoinAndLeave() {
    site.addWorker("w-1");
    FakeWorker leaving = site.addWorker("w-2");
    Map<String, String> places = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      places.put("s-" + i, worker(first, "s-" + i));
    }
    assertThat(new HashSet<>(places.values())).containsExactlyInAnyOrder("w-1", "w-2");

    site.addWorker("w-3");
    site.addWorker("w-4");
    Site.Door newcomer = site.addGateway();
    places.forEach((session, place) -> {
      assertThat(worker(first, session)).isEqualTo(place);
      assertThat(worker(second, session)).isEqualTo(place);
      assertThat(worker(newcomer, session)).isEqualTo(place);
    });

    leaving.close();
    site.forget(leaving);
    places.forEach((session, place) -> {
      String now = worker(second, session);
      assertThat(now).isNotEqualTo("w-2");
      if (!place.equals("w-2")) {
        assertThat(now).isEqualTo(place);
      }
      assertThat(worker(first, session)).as("all gateways agree").isEqualTo(now);
    });
  }

  @Test
  void workerThatIsDrainedKeepsItsSessionsAndGetsNoNewOnes() {
    FakeWorker drained = site.addWorker("w-1");
    site.addWorker("w-2");
    Map<String, String> before = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      before.put("s-" + i, worker(first, "s-" + i));
    }
    drained.readiness = Readiness.DRAINING;
    site.tellGateways();
    before.forEach((session, place) -> {
      assertThat(worker(first, session)).isEqualTo(place);
      assertThat(worker(second, session)).isEqualTo(place);
    });
    drained.sessions.clear();
    Site.Door newcomer = site.addGateway();
    before.forEach((session, _) -> assertThat(worker(newcomer, session)).isEqualTo("w-2"));
  }

  @Test
  void onlyWorkerDecidesItselfWhatItTakesWhenItIsDrained() {
    var only = site.addWorker("w-1");
    assertThat(worker(first, "open")).isEqualTo("w-1");
    only.readiness = Readiness.DRAINING;
    site.tellGateways();
    assertThat(worker(first, "open")).isEqualTo("w-1");
    assertThat(worker(first.query("{\"statement\":\"SELECT 1\"}").body())).isEqualTo("w-1");

    only.close();
    assertThat(first.query("{\"statement\":\"SELECT 1\"}").body())
        .as("that it is gone is told, not that it was drained")
        .contains("WORKER_UNAVAILABLE")
        .doesNotContain("WORKER_DRAINING");
  }

  @Test
  void requestsWithoutASessionAreShared() {
    site.addWorker("w-1");
    site.addWorker("w-2");
    Set<String> used = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      used.add(worker(first.query("{\"statement\":\"SELECT 1\"}").body()));
    }
    assertThat(used).containsExactlyInAnyOrder("w-1", "w-2");
  }

  @Test
  void bodyThatIsNoJsonIsTheWorkersToJudge() {
    site.addWorker("w-1");
    site.addWorker("w-2");
    HttpResponse<String> answer = first.query("not JSON");
    assertThat(answer.statusCode()).isEqualTo(500);
  }

  // ---- bodies that are too large

  @Test
  void bodyBeyondTheLimitIsRefusedHoweverItComes() {
    site.addWorker("w-1");
    site.addWorker("w-2");
    Site.Door small =
        site.addGateway(config -> config.withHeldBytes(10_000, 15_000), backend -> backend);
    String body = "{\"statement\":\"" + "x".repeat(11_000) + "\"}";
    assertThat(small.query(body).body()).contains(ErrorCode.REQUEST_TOO_LARGE.name());
    HttpResponse<String> chunked =
        small.send(
            small
                .request("/query")
                .POST(
                    HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString(body))));
    assertThat(chunked.statusCode()).isEqualTo(400);
    assertThat(chunked.body()).contains(ErrorCode.REQUEST_TOO_LARGE.name());
    assertThat(small.query(query("s")).statusCode()).isEqualTo(200);
  }

  @Test
  void bodiesThatTogetherAreTooMuchAreRefusedForAWhile() {
    site.addWorker("w-1");
    site.addWorker("w-2");
    Site.Door small =
        site.addGateway(config -> config.withHeldBytes(10_000, 15_000), backend -> backend);
    try (RawSocket slow = small.connect()) {
      slow.send(
          "POST /query HTTP/1.1\r\nHost: x\r\n"
              + TestGateway.LOGIN
              + "Content-Length: 9000\r\n\r\n"
              + "x".repeat(8_000));
      assertThat(slow.isSilentFor(Duration.ofMillis(300))).isTrue();
      String body = "{\"statement\":\"" + "x".repeat(8_000) + "\"}";
      HttpResponse<String> refused = small.query(body);
      for (int i = 0; i < 100 && refused.statusCode() == 200; i++) {
        refused = small.query(body);
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains(ErrorCode.TOO_MANY_STATEMENTS.name());
      slow.reset();
      HttpResponse<String> served = refused;
      for (int i = 0; i < 200 && served.statusCode() != 200; i++) {
        served = small.query(body);
      }
      assertThat(served.statusCode()).as("what the gone client had is free again").isEqualTo(200);
    }
  }

  // ---- a query is found wherever it runs

  @Test
  void queryIsFoundAndCancelledThroughEitherGateway() {
    List<FakeWorker> workers =
        IntStream.rangeClosed(1, 3).mapToObj(i -> site.addWorker("w-" + i)).toList();
    for (FakeWorker worker : workers) {
      worker.queries.add("q-" + worker.slug);
    }
    for (Site.Door gateway : List.of(first, second)) {
      for (FakeWorker worker : workers) {
        String path = "/query/q-" + worker.slug;
        assertThat(gateway.get(path).body()).isEqualTo("{\"worker\":\"" + worker.slug + "\"}");
        HttpResponse<String> cancelled = gateway.delete(path + "?session_id=s");
        assertThat(cancelled.statusCode()).isEqualTo(200);
        assertThat(worker.cancelled).contains("q-" + worker.slug);
        worker.cancelled.clear();
      }
      assertThat(gateway.get("/query/unknown").statusCode()).isEqualTo(404);
      HttpResponse<String> unknown = gateway.delete("/query/unknown");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.body()).contains("QUERY_NOT_FOUND", "no query unknown is known");
    }
  }

  @Test
  void workerThatHangsHoldsNobodyUpWhoAsksForAQuery() {
    FakeWorker good = site.addWorker("w-1");
    FakeWorker hanging = site.addWorker("w-2");
    good.queries.add("q");
    hanging.hang();
    long begin = System.nanoTime();
    assertThat(first.get("/query/q").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1500));
    HttpResponse<String> unsure = first.delete("/query/unknown");
    assertThat(unsure.statusCode()).isEqualTo(503);
    assertThat(unsure.headers().firstValue("retry-after")).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(worker(first, "new")).as("a session finds its place").isNotNull();
  }

  @Test
  void killedWorkerIsNotAskedForAQueryInVain() {
    FakeWorker good = site.addWorker("w-1");
    site.addWorker("w-2").close();
    good.queries.add("q");
    assertThat(first.delete("/query/q").statusCode()).isEqualTo(200);
    assertThat(first.delete("/query/unknown").statusCode()).isEqualTo(404);
  }

  // ---- workers and certificates come and go under load

  /// Runs `while something happens`, and gives all answers that were no 200.
  private Queue<HttpResponse<String>> underLoad(AtomicInteger served, Runnable event)
      throws InterruptedException {
    Queue<HttpResponse<String>> others = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients =
        IntStream.range(0, 6)
            .mapToObj(client ->
                Thread.ofVirtual()
                    .start(() -> {
                      Site.Door gateway = client % 2 == 0 ? first : second;
                      for (int i = 0; !over.get(); i++) {
                        String body =
                            i % 3 == 0
                                ? "{\"statement\":\"x\"}"
                                : query("c-" + client + "-" + i % 7);
                        HttpResponse<String> answer = gateway.query(body);
                        if (answer.statusCode() == 200) {
                          served.incrementAndGet();
                        } else {
                          others.add(answer);
                        }
                      }
                    }))
            .toList();
    event.run();
    over.set(true);
    for (Thread client : clients) {
      client.join(Duration.ofSeconds(20));
    }
    return others;
  }

  private static void pause(Duration time) {
    Patience.pause(time);
  }

  @Test
  void othersServeWhenAWorkerIsKilledAndErrorsAreRetryable() throws Exception {
    site.addWorker("w-1");
    FakeWorker killed = site.addWorker("w-2");
    AtomicInteger served = new AtomicInteger();
    AtomicInteger servedBefore = new AtomicInteger();
    Queue<HttpResponse<String>> others =
        underLoad(
            served,
            () -> {
              pause(LOAD.dividedBy(3));
              killed.close();
              servedBefore.set(served.get());
              pause(LOAD.dividedBy(3));
              site.forget(killed);
              pause(LOAD.dividedBy(3));
            });
    assertThat(others)
        .allSatisfy(answer -> {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
          assertThat(answer.body()).contains("WORKER_UNAVAILABLE");
        });
    assertThat(others.size()).as("those that were under way").isLessThanOrEqualTo(6);
    assertThat(served.get()).isGreaterThan(servedBefore.get());
  }

  @Test
  void certificatesAreRenewedUnderLoadWithoutAnError() throws Exception {
    site.addWorker("w-1");
    site.addWorker("w-2");
    AtomicInteger served = new AtomicInteger();
    Queue<HttpResponse<String>> others =
        underLoad(
            served,
            () -> {
              for (int i = 0; i < 8; i++) {
                pause(LOAD.dividedBy(8));
                site.workers.forEach(FakeWorker::renew);
                site.gateways.forEach(Site.Door::renew);
              }
            });
    assertThat(others).isEmpty();
    assertThat(served.get()).isPositive();
  }

  @Test
  void workerWithACertificateOfAnotherAuthorityGetsNothing() {
    FakeWorker stranger = site.addWorker("w-1");
    stranger.credentials = FakeWorker.credentials(new TestAuthority("platform"), "urn:x");
    HttpResponse<String> answer = first.query(query("s"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(stranger.sessions).isEmpty();
  }
}
