package ai.altertable.worker.metric;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.engine.EngineFigures;
import ai.altertable.engine.admission.Occupancy;
import ai.altertable.engine.instance.InstanceUse;
import ai.altertable.engine.session.SessionCount;
import ai.altertable.foundation.lifecycle.DataSize;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerMetricsTest {
  private static final EngineFigures FIGURES =
      new EngineFigures(true, new Occupancy(4, 3, 2, 1), new SessionCount(5, 6));

  private static WorkerMetrics showing(Supplier<InstanceUse> instances) {
    WorkerMetrics metrics = new WorkerMetrics();
    metrics.show(() -> FIGURES, instances, new DataSize(10));
    return metrics;
  }

  private static List<MetricSnapshot> scrape(WorkerMetrics metrics) {
    return Snapshots.decode(metrics.encode(), new Label("worker", "w"));
  }

  private static Optional<Double> gauge(List<MetricSnapshot> all, String name) {
    return all.stream()
        .filter(metric -> metric.getMetadata().getPrometheusName().equals(name))
        .flatMap(metric -> ((GaugeSnapshot) metric).getDataPoints().stream())
        .map(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
        .findFirst();
  }

  @Test
  void instancesAreAskedOnceForAllOfTheirGauges() {
    AtomicInteger asked = new AtomicInteger();
    WorkerMetrics metrics = showing(() -> new InstanceUse(6 + asked.incrementAndGet(), 8, 9));

    List<MetricSnapshot> all = scrape(metrics);

    assertThat(asked).hasValue(1);
    assertThat(gauge(all, "altertable_instances")).contains(7.0);
    assertThat(gauge(all, "altertable_engine_memory_bytes")).contains(8.0);
    assertThat(gauge(all, "altertable_engine_spilled_bytes")).contains(9.0);
  }

  @Test
  void instancesThatFailLeaveTheOtherMetrics() {
    List<MetricSnapshot> all =
        scrape(
            showing(() -> {
              throw new IllegalStateException("broken");
            }));

    assertThat(gauge(all, "altertable_engine_memory_bytes")).isEmpty();
    assertThat(gauge(all, "altertable_draining")).contains(1.0);
    assertThat(gauge(all, "altertable_engine_memory_limit_bytes")).contains(10.0);
    assertThat(all).anyMatch(metric -> metric.getMetadata().getName().equals("altertable_work"));
  }

  @Test
  void instancesThatHangAreAskedOnceAndLeaveTheOtherMetrics() {
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    WorkerMetrics metrics =
        showing(() -> {
          asked.incrementAndGet();
          awaitUninterrupted(free);
          return new InstanceUse(1, 2, 3);
        });

    for (int scrape = 0; scrape < 3; scrape++) {
      List<MetricSnapshot> all = scrape(metrics);
      assertThat(gauge(all, "altertable_instances")).isEmpty();
      assertThat(gauge(all, "altertable_draining")).contains(1.0);
    }
    assertThat(asked).hasValue(1);
    free.countDown();
    assertThat(gauge(scrape(metrics), "altertable_instances")).contains(1.0);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void whatIsCountedBeginsWithZero() {
    List<MetricSnapshot> all = scrape(new WorkerMetrics());

    assertThat(labels(all, "altertable_work", "outcome", "finished"))
        .containsExactlyInAnyOrder("query", "upload");
    assertThat(
            all.stream()
                .filter(HistogramSnapshot.class::isInstance)
                .map(HistogramSnapshot.class::cast)
                .filter(
                    one -> one.getMetadata().getName().equals("altertable_work_duration_seconds"))
                .flatMap(one -> one.getDataPoints().stream())
                .map(point -> point.getLabels().get("work")))
        .containsExactlyInAnyOrder("query", "upload");
  }

  private static List<String> labels(
      List<MetricSnapshot> all, String name, String label, String value) {
    return all.stream()
        .filter(metric -> metric.getMetadata().getName().equals(name))
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .filter(point -> value.equals(point.getLabels().get(label)) && point.getValue() == 0)
        .map(point -> String.valueOf(point.getLabels().get("work")))
        .toList();
  }
}
