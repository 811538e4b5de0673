package ai.altertable.launcher.metric;

import ai.altertable.controlplane.fleet.member.Desired;
import ai.altertable.controlplane.fleet.member.Enrolled;
import ai.altertable.controlplane.fleet.member.MemberState;
import ai.altertable.controlplane.fleet.member.ObservedMember;
import ai.altertable.engine.EngineFigures;
import ai.altertable.engine.admission.Occupancy;
import ai.altertable.engine.instance.InstanceUse;
import ai.altertable.engine.session.SessionCount;
import ai.altertable.foundation.error.ErrorCode;
import ai.altertable.foundation.fleet.Load;
import ai.altertable.foundation.fleet.Member;
import ai.altertable.foundation.fleet.MemberStatus;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.session.Work;
import ai.altertable.gateway.metric.GatewayMetrics;
import ai.altertable.gateway.metric.GatewayMetrics.LoginCheck;
import ai.altertable.launcher.process.ProcessState;
import ai.altertable.worker.metric.Snapshots;
import ai.altertable.worker.metric.WorkerMetrics;
import ai.altertable.worker.outbox.OutboxFigures;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/// The page about all metrics of our own, made from the metrics themselves.
public final class MetricsReference {
  private static final String OURS = "altertable_";

  private MetricsReference() {}

  public static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Metrics

            What an administrator reads at `GET /metrics`, in the text format of Prometheus, or as OpenMetrics where the
            request accepts that. [How to watch a server](../how-to/watch-a-server.md) says what to make of it.

            What comes from a worker has its name in the label `worker`. No label holds a user, an id, or anything of a
            statement. Counters begin at zero when their process starts. A metric whose labels have no value yet is not shown.

            | metric | type | labels | what it says |
            |---|---|---|---|
            """);
    List<MetricSnapshot> all = new ArrayList<>(ofServer());
    all.addAll(ofWorker());
    all.stream()
        .filter(metric -> metric.getMetadata().getName().startsWith(OURS))
        .sorted(Comparator.comparing(MetricsReference::name))
        .forEach(metric -> page.append(line(metric)));
    return page
        + """

        Beside them there are the `jvm_*` and `process_*` metrics of Prometheus' Java client: memory, collections, threads,
        processor time, resident memory and open files, of the server without the label `worker`, and of each worker with it.
        """;
  }

  /// With one of everything having happened, as only then labels show.
  private static List<MetricSnapshot> ofServer() {
    PrometheusRegistry registry = new PrometheusRegistry();
    ServerMetrics.register(registry, Path.of("."));
    ServerMetrics.showPostgres(registry, ProcessState.Starting::new, () -> 0);
    ServerMetrics.showWorkers(registry, () -> Map.of("hosted-1", 0));
    ServerMetrics.showMembers(registry, () -> List.of(member()));
    GatewayMetrics gateway = new GatewayMetrics(registry);
    gateway.begin().answered(200);
    gateway.checked(LoginCheck.RIGHT);
    List<MetricSnapshot> all = new ArrayList<>();
    registry.scrape().forEach(all::add);
    all.add(
        GaugeSnapshot.builder()
            .name(MetricsPage.UP)
            .help(MetricsPage.UP_HELP)
            .dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("worker", "hosted-1"))
                    .value(1)
                    .build())
            .build());
    return all;
  }

  private static ObservedMember member() {
    Instant then = Instant.EPOCH;
    var member = new Member(new UUID(0, 1), Member.Kind.WORKER, "hosted-1");
    var status = new MemberStatus("", Optional.empty(), Optional.empty(), false, Load.NONE);
    return new ObservedMember(
        new Enrolled(
            member,
            Optional.empty(),
            true,
            Desired.ONLINE,
            Optional.empty(),
            Optional.empty(),
            then,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new MemberState.Online(then, then, true, status),
        true,
        false);
  }

  private static List<MetricSnapshot> ofWorker() {
    WorkerMetrics metrics = new WorkerMetrics();
    metrics.work().failed(Work.QUERY, ErrorCode.SYNTAX_ERROR, Duration.ZERO);
    EngineFigures figures =
        new EngineFigures(false, new Occupancy(0, 0, 0, 0), new SessionCount(0, 0));
    metrics.show(() -> figures, () -> new InstanceUse(0, 0, 0), new DataSize(0));
    metrics.show(() -> new OutboxFigures(0, 0, 0));
    return Snapshots.decode(metrics.encode(), new Label("worker", "hosted-1"));
  }

  private static String line(MetricSnapshot metric) {
    String labels =
        metric.getDataPoints().stream()
            .flatMap(point -> point.getLabels().stream())
            .map(label -> "`" + label.getName() + "`")
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |%n"
        .formatted(name(metric), type(metric), labels, metric.getMetadata().getHelp());
  }

  private static String name(MetricSnapshot metric) {
    String name = metric.getMetadata().getPrometheusName();
    return switch (metric) {
      case CounterSnapshot _ -> name + "_total";
      case InfoSnapshot _ -> name + "_info";
      default -> name;
    };
  }

  private static String type(MetricSnapshot metric) {
    return switch (metric) {
      case CounterSnapshot _ -> "counter";
      case HistogramSnapshot _ -> "histogram";
      case InfoSnapshot _ -> "info";
      default -> "gauge";
    };
  }
}
