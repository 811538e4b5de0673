package ai.altertable.launcher.metric;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.launcher.process.UnixHttp;
import ai.altertable.launcher.worker.WorkerLink;
import ai.altertable.worker.metric.WorkerMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetricsPageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @TempDir private Path sockets;
  private final List<ScrapedWorker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(ScrapedWorker::close);
  }

  private MetricsPage page() {
    return new MetricsPage(
        new PrometheusRegistry(), () -> workers.stream().map(MetricsPageTest::link).toList());
  }

  private static WorkerLink link(ScrapedWorker worker) {
    return new WorkerLink(worker.name(), new UnixHttp(worker.socket()), () -> "grant", PATIENCE);
  }

  private ScrapedWorker add(String name, Optional<String> metrics) throws IOException {
    ScrapedWorker worker = ScrapedWorker.start(sockets.resolve(name), metrics);
    workers.add(worker);
    return worker;
  }

  @Test
  void workersThatHangTakeOnePatienceTogether() throws IOException {
    for (int i = 0; i < 4; i++) {
      add("hung-" + i, Optional.empty());
    }
    add("well", Optional.of(new WorkerMetrics().encode()));

    long began = System.nanoTime();
    String text = page().read(Optional.empty()).text();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE.multipliedBy(3));
    assertThat(text)
        .contains("altertable_worker_up{worker=\"hung-0\"} 0.0")
        .contains("altertable_worker_up{worker=\"hung-3\"} 0.0")
        .contains("altertable_worker_up{worker=\"well\"} 1.0")
        .contains("altertable_answer_rows_total{worker=\"well\"} 0.0");
  }

  @Test
  void whoAsksMeanwhileGetsTheSameAnswer() throws Exception {
    ScrapedWorker hung = add("hung", Optional.empty());
    MetricsPage page = page();
    CompletableFuture<String> first = read(page);
    hung.awaitScrape();
    List<CompletableFuture<String>> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(read(page));
    }

    for (CompletableFuture<String> other : others) {
      assertThat(other.join()).contains("altertable_worker_up{worker=\"hung\"} 0.0");
    }
    first.join();
    assertThat(hung.scrapes()).as("a late one may have come after the first").isBetween(1, 2);
  }

  private static CompletableFuture<String> read(MetricsPage page) {
    return CompletableFuture.supplyAsync(
        () -> page.read(Optional.empty()).text(), Thread::startVirtualThread);
  }
}
