package ai.altertable.launcher.metric;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Puts together what several processes say under one name: in the text format all of it has to
/// stand together.
final class Families {
  private Families() {}

  static MetricSnapshots joined(List<MetricSnapshot> all) {
    Map<String, MetricSnapshot> byName = new LinkedHashMap<>();
    all.forEach(
        one -> byName.merge(one.getMetadata().getPrometheusName(), one, Families::together));
    return new MetricSnapshots(byName.values());
  }

  /// Both are of the same program, so of one type.
  private static MetricSnapshot together(MetricSnapshot one, MetricSnapshot other) {
    if (one instanceof CounterSnapshot a && other instanceof CounterSnapshot b) {
      return new CounterSnapshot(a.getMetadata(), both(a.getDataPoints(), b.getDataPoints()));
    }
    if (one instanceof GaugeSnapshot a && other instanceof GaugeSnapshot b) {
      return new GaugeSnapshot(a.getMetadata(), both(a.getDataPoints(), b.getDataPoints()));
    }
    if (one instanceof HistogramSnapshot a && other instanceof HistogramSnapshot b) {
      return new HistogramSnapshot(a.getMetadata(), both(a.getDataPoints(), b.getDataPoints()));
    }
    if (one instanceof SummarySnapshot a && other instanceof SummarySnapshot b) {
      return new SummarySnapshot(a.getMetadata(), both(a.getDataPoints(), b.getDataPoints()));
    }
    if (one instanceof InfoSnapshot a && other instanceof InfoSnapshot b) {
      return new InfoSnapshot(a.getMetadata(), both(a.getDataPoints(), b.getDataPoints()));
    }
    throw new IllegalStateException(
        one.getMetadata().getName() + " is of different types in different processes");
  }

  private static <T extends DataPointSnapshot> List<T> both(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
