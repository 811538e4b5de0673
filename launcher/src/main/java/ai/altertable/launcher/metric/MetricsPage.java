package ai.altertable.launcher.metric;

import ai.altertable.gateway.route.OperatorPage;
import ai.altertable.launcher.process.ProcessHttp;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /metrics`: what the server and each of its workers have counted and measured, in the text
/// format of Prometheus, or as OpenMetrics for who accepts that. What comes from a worker carries
/// its name in the label `worker`. Workers are asked side by side; one that does not answer in time
/// is shown as not up, and the rest is there.
///
/// Safe for use by several threads: who asks while the processes are being asked gets the same
/// answer, so that however many ask, each process is asked once at a time.
public final class MetricsPage implements OperatorPage {
  static final String UP = "altertable_worker_up";
  static final String UP_HELP = "1 when the worker has answered this scrape.";

  private static final Logger LOG = LoggerFactory.getLogger(MetricsPage.class);
  private static final String PATH = "/platform/metrics";

  private final PrometheusRegistry registry;
  private final Supplier<List<WorkerLink>> workers;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final AtomicReference<@Nullable CompletableFuture<List<MetricSnapshot>>> underWay =
      new AtomicReference<>();

  public MetricsPage(PrometheusRegistry registry, Supplier<List<WorkerLink>> workers) {
    this.registry = registry;
    this.workers = workers;
  }

  @Override
  public Content read(Optional<String> accept) {
    return write(scrape(), accept);
  }

  private List<MetricSnapshot> scrape() {
    CompletableFuture<List<MetricSnapshot>> mine = new CompletableFuture<>();
    CompletableFuture<List<MetricSnapshot>> present = underWay.compareAndExchange(null, mine);
    if (present != null) {
      return present.join();
    }
    try {
      mine.complete(collect());
    } catch (RuntimeException | Error failure) {
      mine.completeExceptionally(failure);
    } finally {
      underWay.set(null);
    }
    return mine.join();
  }

  /// Takes as long as the most patient link to a worker that hangs.
  private List<MetricSnapshot> collect() {
    List<WorkerLink> asked = workers.get();
    List<CompletableFuture<Optional<List<MetricSnapshot>>>> answers =
        asked.stream()
            .map(worker ->
                CompletableFuture.supplyAsync(() -> ask(worker), Thread::startVirtualThread))
            .toList();
    List<MetricSnapshot> all = new ArrayList<>();
    registry.scrape().forEach(all::add);
    GaugeSnapshot.Builder up = GaugeSnapshot.builder().name(UP).help(UP_HELP);
    for (int i = 0; i < asked.size(); i++) {
      Optional<List<MetricSnapshot>> some = answers.get(i).join();
      some.ifPresent(all::addAll);
      up.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(Labels.of("worker", asked.get(i).slug()))
              .value(some.isPresent() ? 1 : 0)
              .build());
    }
    all.add(up.build());
    return List.copyOf(all);
  }

  private static Optional<List<MetricSnapshot>> ask(WorkerLink worker) {
    try {
      ProcessHttp.Answer answer = worker.get(PATH);
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
