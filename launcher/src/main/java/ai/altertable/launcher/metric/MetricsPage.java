package ai.altertable.launcher.metric;

import ai.altertable.gateway.route.OperatorPage;
import ai.altertable.launcher.process.UnixHttp;
import ai.altertable.launcher.worker.WorkerLink;
import ai.altertable.worker.metric.Snapshots;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /metrics`: what the server and each of its workers have counted and measured, in the text
/// format of Prometheus, or as OpenMetrics for who accepts that. What comes from a worker carries
/// its name in the label `worker`. A worker that does not answer in time is shown as not up, and
/// the rest is there.
///
/// Safe for use by several threads; one page is made at a time.
public final class MetricsPage implements OperatorPage {
  static final String UP = "altertable_worker_up";
  static final String UP_HELP = "1 when the worker has answered this scrape.";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsPage.class);
  private static final String PATH = "/platform/metrics";

  private final PrometheusRegistry registry;
  private final List<WorkerLink> workers;
  private final ExpositionFormats formats = ExpositionFormats.init();

  public MetricsPage(PrometheusRegistry registry, List<WorkerLink> workers) {
    this.registry = registry;
    this.workers = List.copyOf(workers);
  }

  @Override
  public synchronized Content read(Optional<String> accept) {
    List<MetricSnapshot> all = new ArrayList<>();
    registry.scrape().forEach(all::add);
    GaugeSnapshot.Builder up = GaugeSnapshot.builder().name(UP).help(UP_HELP);
    for (WorkerLink worker : workers) {
      Optional<List<MetricSnapshot>> some = ask(worker);
      some.ifPresent(all::addAll);
      up.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(Labels.of("worker", worker.slug()))
              .value(some.isPresent() ? 1 : 0)
              .build());
    }
    all.add(up.build());
    return write(all, accept);
  }

  private static Optional<List<MetricSnapshot>> ask(WorkerLink worker) {
    try {
      UnixHttp.Answer answer = worker.get(PATH);
      if (answer.status() != 200) {
        throw new IOException("it answers " + answer.status());
      }
      return Optional.of(Snapshots.decode(answer.body(), new Label("worker", worker.slug())));
    } catch (IOException | IllegalArgumentException failure) {
      LOG.debug("worker {} does not tell its metrics: {}", worker.slug(), failure.getMessage());
      return Optional.empty();
    }
  }

  private Content write(List<MetricSnapshot> all, Optional<String> accept) {
    ExpositionFormatWriter open = formats.getOpenMetricsTextFormatWriter();
    ExpositionFormatWriter writer =
        accept.filter(open::accepts).isPresent() ? open : formats.getPrometheusTextFormatWriter();
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      writer.write(page, Families.joined(all));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Content(writer.getContentType(), page.toString(StandardCharsets.UTF_8));
  }
}
