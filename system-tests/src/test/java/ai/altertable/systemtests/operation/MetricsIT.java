package ai.altertable.systemtests.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.systemtests.harness.Http;
import ai.altertable.systemtests.harness.Launch;
import ai.altertable.systemtests.harness.Program;
import ai.altertable.systemtests.harness.RunningServer;
import ai.altertable.systemtests.harness.Scrape;
import ai.altertable.systemtests.harness.SystemTest;
import ai.altertable.systemtests.harness.Wait;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `GET /metrics` says what was done, to administrators.
@SystemTest
final class MetricsIT {
  private static final String WORKER = "worker=\"hosted-1\"";

  private static Scrape scrape(Http client) {
    HttpResponse<String> answer = client.get("/metrics");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Scrape.of(answer.body());
  }

  private static String work(String code, String outcome, String kind) {
    return "code=\"%s\",outcome=\"%s\",work=\"%s\",%s".formatted(code, outcome, kind, WORKER);
  }

  private static double moved(Scrape before, Scrape after, String name, String labels) {
    return after.valueOrZero(name, labels) - before.valueOrZero(name, labels);
  }

  @Test
  void countsMoveByWhatWasDone(Program program) {
    try (RunningServer server =
        program.start(Launch.in(program.newDirectory()).with("--reader", "rob:r"))) {
      Http client = server.http();
      client.query("CREATE TABLE counted(i INTEGER)").orFail();
      Scrape before = scrape(client);

      client.query("SELECT i FROM range(1234) t(i)").orFail();
      client.query("INSERT INTO counted VALUES (1)").orFail();
      assertThat(client.query("SELEC").failure()).isPresent();
      assertThat(client.query("FROM read_csv('/etc/passwd')").failure()).isPresent();
      String file = "i\n1\n2\n";
      client.upload(Map.of("table", "counted"), BodyPublishers.ofString(file));
      assertThat(server.http("nobody:knows").query("SELECT 1").status()).isEqualTo(401);

      Scrape after = scrape(client);
      String total = "altertable_work_total";
      assertThat(moved(before, after, total, work("none", "finished", "query"))).isEqualTo(2);
      assertThat(moved(before, after, total, work("none", "finished", "upload"))).isEqualTo(1);
      assertThat(moved(before, after, total, work("SYNTAX_ERROR", "failed", "query"))).isEqualTo(1);
      assertThat(moved(before, after, total, work("PERMISSION_DENIED", "refused", "query")))
          .isEqualTo(1);
      assertThat(moved(before, after, "altertable_answer_rows_total", WORKER)).isEqualTo(1235);
      assertThat(moved(before, after, "altertable_answer_bytes_total", WORKER)).isPositive();
      assertThat(moved(before, after, "altertable_upload_bytes_total", WORKER))
          .isEqualTo(file.length());
      assertThat(moved(before, after, "altertable_work_duration_seconds_count", seconds()))
          .isEqualTo(4);
      assertThat(moved(before, after, "altertable_commit_duration_seconds_count", WORKER))
          .isEqualTo(2);
      assertThat(moved(before, after, "altertable_commit_group_statements_sum", WORKER))
          .isEqualTo(1);
      assertThat(moved(before, after, "altertable_logins_total", "result=\"wrong\"")).isEqualTo(1);
      String requests = "altertable_http_request_duration_seconds_count";
      assertThat(moved(before, after, requests, "route=\"/query\",status=\"2xx\"")).isEqualTo(4);
      assertThat(moved(before, after, requests, "route=\"/query\",status=\"4xx\"")).isEqualTo(1);
      assertThat(moved(before, after, requests, "route=\"/upload\",status=\"2xx\"")).isEqualTo(1);

      assertThat(after.value("altertable_worker_up", WORKER)).isEqualTo(1);
      assertThat(after.value("altertable_postgres_up", "")).isEqualTo(1);
      assertThat(after.value("altertable_instances", WORKER)).isEqualTo(1);
      assertThat(after.value("altertable_data_disk_free_bytes", "")).isPositive();
      assertThat(after.value("process_resident_memory_bytes", "")).isPositive();
      assertThat(after.value("process_resident_memory_bytes", WORKER)).isPositive();
      assertThat(after.samples().keySet())
          .noneMatch(sample -> sample.contains("admin") || sample.contains("counted"));

      assertThat(server.http("rob:r").get("/metrics").statusCode()).isEqualTo(403);
      assertThat(server.http("admin:wrong").get("/metrics").statusCode()).isEqualTo(401);
      assertThat(client.send("POST", "/metrics", BodyPublishers.noBody()).statusCode())
          .isEqualTo(405);
    }
  }

  private static String seconds() {
    return "work=\"query\"," + WORKER;
  }

  @Test
  void anonymousIsAskedForCredentials(RunningServer server) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(metrics(server)).build();
    try (HttpClient anonymous = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = anonymous.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
      assertThat(answer.body()).doesNotContain("altertable_work");
    }
  }

  @Test
  void openMetricsIsThereForWhoAcceptsIt(RunningServer server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(metrics(server))
            .header("Authorization", server.http().authorization())
            .header("Accept", "application/openmetrics-text; version=1.0.0, text/plain;q=0.5")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("content-type").orElseThrow())
          .startsWith("application/openmetrics-text");
      assertThat(answer.body()).endsWith("# EOF\n");
    }
  }

  private static URI metrics(RunningServer server) {
    return server.http().base().resolve("/metrics");
  }

  @Test
  void scrapeAnswersInTimeBesideAWorkerThatDoesNot(Program program) {
    try (RunningServer server = program.start(Launch.in(program.newDirectory()))) {
      Http client = server.http();
      assertThat(scrape(client).value("altertable_worker_up", WORKER)).isEqualTo(1);
      server.worker().signal("STOP");
      try {
        long began = System.nanoTime();
        Scrape without = scrape(client);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        assertThat(without.value("altertable_worker_up", WORKER)).isZero();
        assertThat(without.value("altertable_postgres_up", "")).isEqualTo(1);
      } finally {
        server.worker().signal("CONT");
      }
      Wait.until(
          Duration.ofSeconds(20),
          "the worker shows again",
          () -> scrape(client).value("altertable_worker_up", WORKER) == 1);
      server.worker().kill();
      Wait.until(
          Duration.ofSeconds(60),
          "the restart shows",
          () -> {
            Scrape now = scrape(client);
            return now.value("altertable_worker_restarts_total", WORKER) == 1
                && now.value("altertable_worker_up", WORKER) == 1;
          });
    }
  }
}
