package ai.altertable.worker.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.session.Work;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final Label WORKER = new Label("worker", "w-1");

  private static PrometheusRegistry oneOfEach() {
    PrometheusRegistry registry = new PrometheusRegistry();
    Counter.builder()
        .name("some_total")
        .labelNames("kind")
        .register(registry)
        .labelValues("a\"\\")
        .inc(7);
    Gauge.builder().name("level").help("how high").register(registry).set(Double.NaN);
    Histogram.builder()
        .name("time_seconds")
        .classicOnly()
        .classicUpperBounds(1, 2)
        .register(registry)
        .observe(1.5);
    Summary.builder().name("pause").register(registry).observe(3);
    Info.builder().name("thing_info").labelNames("version").register(registry).addLabelValues("9");
    return registry;
  }

  private static String texts(Stream<MetricSnapshot> metrics) {
    List<String> texts =
        metrics
            .map(metric -> metric.getMetadata().getName() + " " + metric.getDataPoints().size())
            .toList();
    return String.join("\n", texts);
  }

  @Test
  void everyTypeSurvivesTheWay() {
    PrometheusRegistry registry = oneOfEach();
    String sent = Snapshots.encode(registry.scrape());
    List<MetricSnapshot> come = Snapshots.decode(sent, WORKER);
    assertThat(texts(come.stream())).isEqualTo(texts(registry.scrape().stream()));
    assertThat(come)
        .allSatisfy(metric ->
            assertThat(metric.getDataPoints())
                .allSatisfy(point -> assertThat(point.getLabels().get("worker")).isEqualTo("w-1")));
    String again =
        Snapshots.encode(new io.prometheus.metrics.model.snapshots.MetricSnapshots(come));
    assertThat(again.replace("\"worker\":\"w-1\"", "").replace("{,", "{").replace(",}", "}"))
        .isEqualTo(sent);
  }

  @Test
  void whatIsNoMetricsIsRefused() {
    assertThatThrownBy(() -> Snapshots.decode("not JSON", WORKER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Snapshots.decode("[{\"name\":\"a\"}]", WORKER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void outcomesAreToldApart() {
    assertThat(Outcome.of(ErrorCode.SYNTAX_ERROR)).isEqualTo(Outcome.FAILED);
    assertThat(Outcome.of(ErrorCode.OUT_OF_MEMORY)).isEqualTo(Outcome.FAILED);
    assertThat(Outcome.of(ErrorCode.QUERY_CANCELLED)).isEqualTo(Outcome.CANCELLED);
    assertThat(Outcome.of(ErrorCode.TOO_MANY_STATEMENTS)).isEqualTo(Outcome.REFUSED);
    assertThat(Outcome.of(ErrorCode.PERMISSION_DENIED)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void refusedWorkHasNoDuration() {
    WorkerMetrics metrics = new WorkerMetrics();
    metrics.work().refused(Work.QUERY, ErrorCode.TOO_MANY_SESSIONS);
    assertThat(metrics.encode())
        .contains("TOO_MANY_SESSIONS")
        .contains("\"sum\":0.0")
        .doesNotContainPattern("\"sum\":(?!0\\.0)");
    metrics.work().finished(Work.QUERY, Duration.ofMillis(3));
    assertThat(metrics.encode()).contains("\"sum\":0.003");
  }
}
