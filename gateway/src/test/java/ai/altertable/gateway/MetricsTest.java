package ai.altertable.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.http.Headers;
import ai.altertable.testing.RawSocket;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static String get(String path, String credentials) {
    return "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: this\r\n%s\r\n"
        .formatted(path, credentials);
  }

  private static String login(String pair) {
    return "Authorization: " + TestGateway.basic(pair) + "\r\n";
  }

  private static long requests(TestGateway gateway, String route, String status) {
    return gateway.registry().scrape().stream()
        .filter(HistogramSnapshot.class::isInstance)
        .flatMap(metric -> ((HistogramSnapshot) metric).getDataPoints().stream())
        .filter(point -> point.getLabels().equals(Labels.of("route", route, "status", status)))
        .mapToLong(point -> point.getClassicBuckets().stream().mapToLong(b -> b.getCount()).sum())
        .sum();
  }

  private static double logins(TestGateway gateway, String result) {
    return gateway.registry().scrape().stream()
        .filter(CounterSnapshot.class::isInstance)
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .filter(point -> point.getLabels().equals(Labels.of("result", result)))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  @Test
  void loginsBeginWithZeroWhateverComesOfThem() {
    PrometheusRegistry registry = new PrometheusRegistry();
    new GatewayMetrics(registry);

    assertThat(
            registry.scrape().stream()
                .filter(CounterSnapshot.class::isInstance)
                .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
                .filter(point -> point.getValue() == 0)
                .map(point -> point.getLabels().get("result")))
        .containsExactlyInAnyOrder("right", "wrong", "throttled", "unchecked");
  }

  @Test
  void administratorReadsThePage() {
    try (TestGateway gateway = TestGateway.alone()) {
      assertThat(gateway.exchange(get("/metrics", TestGateway.LOGIN)))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("content-type: text/plain")
          .endsWith("for this");
    }
  }

  @Test
  void nobodyElseReadsThePage() {
    try (TestGateway gateway = TestGateway.alone()) {
      assertThat(gateway.exchange(get("/metrics", ""))).startsWith("HTTP/1.1 401 ");
      assertThat(gateway.exchange(get("/metrics", login("alice:wrong"))))
          .startsWith("HTTP/1.1 401 ");
      assertThat(gateway.exchange(get("/metrics", login("reader:secret"))))
          .startsWith("HTTP/1.1 403 ")
          .contains("PERMISSION_DENIED")
          .doesNotContain("for this");
    }
  }

  @Test
  void requestsAreCountedByRouteAndStatus() {
    try (TestGateway gateway =
        TestGateway.before(exchange -> exchange.respond(200, Headers.none(), "x"))) {
      gateway.exchange(get("/query/7", TestGateway.LOGIN));
      gateway.exchange(get("/query/8", TestGateway.LOGIN));
      gateway.exchange(get("/query/9", ""));
      gateway.exchange(get("/somewhere/else", TestGateway.LOGIN));
      assertThat(requests(gateway, "/query/{id}", "2xx")).isEqualTo(2);
      assertThat(requests(gateway, "/query/{id}", "4xx")).isEqualTo(1);
      assertThat(requests(gateway, "other", "4xx")).isEqualTo(1);
    }
  }

  @Test
  void requestOfAClientThatLeavesIsCountedAsGone() throws InterruptedException {
    try (TestGateway gateway = TestGateway.alone()) {
      gateway.startRawWorker();
      try (RawSocket client = gateway.connect()) {
        client.send(TestGateway.query("{}"));
      }
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (requests(gateway, "/query", "gone") == 0 && System.nanoTime() - deadline < 0) {
        Thread.sleep(10);
      }
      assertThat(requests(gateway, "/query", "gone")).isEqualTo(1);
      assertThat(requests(gateway, "/query", "2xx")).isZero();
    }
  }

  @Test
  void onlyChecksOfCredentialsAreCountedAsLogins() {
    try (TestGateway gateway = TestGateway.alone()) {
      gateway.exchange(get("/metrics", login("alice:wrong")));
      gateway.exchange(get("/metrics", TestGateway.LOGIN));
      gateway.exchange(get("/metrics", TestGateway.LOGIN));
      gateway.exchange(get("/metrics", ""));
      assertThat(logins(gateway, "wrong")).isEqualTo(1);
      assertThat(logins(gateway, "right")).isEqualTo(1);
    }
  }
}
