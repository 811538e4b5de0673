package ai.altertable.worker.metric;

import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.session.Work;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Counts what clients have a worker do. Safe for use by several threads, and takes no locks.
public final class WorkMetrics {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800
  };
  private static final String NO_ERROR = "none";
  private static final List<ErrorCode> ALERTING =
      List.of(ErrorCode.INTERNAL, ErrorCode.TOO_MANY_STATEMENTS, ErrorCode.TOO_MANY_SESSIONS);

  private final Counter ended;
  private final Histogram duration;
  private final Counter rows;
  private final Counter answerBytes;
  private final Counter uploadBytes;

  WorkMetrics(PrometheusRegistry registry) {
    this.ended =
        Counter.builder()
            .name("altertable_work_total")
            .help("Queries and uploads that have ended, by what became of them.")
            .labelNames("work", "outcome", "code")
            .register(registry);
    this.duration =
        Histogram.builder()
            .name("altertable_work_duration_seconds")
            .unit(Unit.SECONDS)
            .help("Queries and uploads from their acceptance to their end.")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .labelNames("work")
            .register(registry);
    this.rows = counter(registry, "altertable_answer_rows_total", "Rows sent to clients.");
    this.answerBytes =
        bytes(registry, "altertable_answer_bytes_total", "Bytes of rows sent to clients.");
    this.uploadBytes =
        bytes(registry, "altertable_upload_bytes_total", "Bytes of uploaded files that arrived.");
    initialize();
  }

  /// What is expected, and what alerts are made of, is there before it happens: a series that
  /// begins with 1 has not grown.
  private void initialize() {
    for (Work work : Work.values()) {
      duration.initLabelValues(word(work));
      ended.initLabelValues(word(work), Outcome.FINISHED.word(), NO_ERROR);
      for (ErrorCode code : ALERTING) {
        ended.initLabelValues(word(work), Outcome.of(code).word(), code.name());
      }
    }
  }

  private static Counter counter(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  private static Counter bytes(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name(name).unit(Unit.BYTES).help(help).register(registry);
  }

  public void finished(Work work, Duration took) {
    ended(work, Outcome.FINISHED, NO_ERROR);
    observe(work, took);
  }

  public void failed(Work work, ErrorCode code, Duration took) {
    refused(work, code);
    observe(work, took);
  }

  /// It has not even begun.
  public void refused(Work work, ErrorCode code) {
    ended(work, Outcome.of(code), code.name());
  }

  private void ended(Work work, Outcome outcome, String code) {
    ended.labelValues(word(work), outcome.word(), code).inc();
  }

  private void observe(Work work, Duration took) {
    duration.labelValues(word(work)).observe(took.toNanos() / 1e9);
  }

  public void delivered(long someRows, long someBytes) {
    rows.inc(someRows);
    answerBytes.inc(someBytes);
  }

  public void received(long someBytes) {
    uploadBytes.inc(someBytes);
  }

  private static String word(Work work) {
    return work.name().toLowerCase(Locale.ROOT);
  }
}
