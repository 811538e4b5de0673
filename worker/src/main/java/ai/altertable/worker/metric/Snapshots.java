package ai.altertable.worker.metric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Metrics on their way from a worker to the server:
///
/// ```
///   [{"name": …, "type": "counter", "help": …, "unit": …,
///     "points": [{"labels": {…}, "value": 1.0}, …]}, …]
///   "gauge": value;  "summary": count, sum;  "histogram": sum, bounds, counts;  "info": labels only
/// ```
///
/// A finite number travels as it is, others as text.
public final class Snapshots {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Snapshots() {}

  static String encode(MetricSnapshots snapshots) {
    ArrayNode all = JSON.createArrayNode();
    for (MetricSnapshot snapshot : snapshots) {
      String type = type(snapshot);
      MetricMetadata about = snapshot.getMetadata();
      ObjectNode node = all.addObject().put("name", about.getName()).put("type", type);
      node.put("help", about.getHelp());
      @Nullable Unit unit = about.getUnit();
      if (unit != null) {
        node.put("unit", unit.toString());
      }
      ArrayNode points = node.putArray("points");
      snapshot.getDataPoints().forEach(point -> encode(point, points.addObject()));
    }
    return all.toString();
  }

  private static String type(MetricSnapshot snapshot) {
    return switch (snapshot) {
      case CounterSnapshot _ -> "counter";
      case GaugeSnapshot _ -> "gauge";
      case HistogramSnapshot _ -> "histogram";
      case SummarySnapshot _ -> "summary";
      case InfoSnapshot _ -> "info";
      default -> throw new IllegalStateException(snapshot.getClass() + " is of no use here");
    };
  }

  private static void encode(DataPointSnapshot point, ObjectNode node) {
    ObjectNode labels = node.putObject("labels");
    for (Label label : point.getLabels()) {
      labels.put(label.getName(), label.getValue());
    }
    switch (point) {
      case CounterDataPointSnapshot counter -> put(node, "value", counter.getValue());
      case GaugeDataPointSnapshot gauge -> put(node, "value", gauge.getValue());
      case SummaryDataPointSnapshot summary -> {
        node.put("count", summary.getCount());
        put(node, "sum", summary.getSum());
      }
      case HistogramDataPointSnapshot histogram -> encode(histogram, node);
      default -> {}
    }
  }

  private static void encode(HistogramDataPointSnapshot histogram, ObjectNode node) {
    put(node, "sum", histogram.getSum());
    ArrayNode bounds = node.putArray("bounds");
    ArrayNode counts = node.putArray("counts");
    histogram
        .getClassicBuckets()
        .forEach(bucket -> {
          bounds.add(String.valueOf(bucket.getUpperBound()));
          counts.add(bucket.getCount());
        });
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.put(name, String.valueOf(value));
    }
  }

  /// @param label one more for each point, and its value
  /// @throws IllegalArgumentException when the text is not what [#encode] writes
  public static List<MetricSnapshot> decode(String text, Label label) {
    try {
      List<MetricSnapshot> snapshots = new ArrayList<>();
      for (JsonNode node : JSON.readTree(text)) {
        snapshots.add(decode(node, label));
      }
      return snapshots;
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("these are no metrics", malformed);
    }
  }

  private static MetricSnapshot decode(JsonNode node, Label label) {
    @Nullable Unit unit = node.has("unit") ? new Unit(node.required("unit").asText()) : null;
    MetricMetadata about =
        new MetricMetadata(node.required("name").asText(), node.required("help").textValue(), unit);
    String type = node.required("type").asText();
    return switch (type) {
      case "counter" ->
          new CounterSnapshot(
              about,
              points(
                  node,
                  label,
                  (point, labels) ->
                      new CounterDataPointSnapshot(number(point, "value"), labels, null, 0)));
      case "gauge" ->
          new GaugeSnapshot(
              about,
              points(
                  node,
                  label,
                  (point, labels) ->
                      new GaugeDataPointSnapshot(number(point, "value"), labels, null)));
      case "summary" -> new SummarySnapshot(about, points(node, label, Snapshots::summary));
      case "histogram" -> new HistogramSnapshot(about, points(node, label, Snapshots::histogram));
      case "info" ->
          new InfoSnapshot(
              about, points(node, label, (_, labels) -> new InfoDataPointSnapshot(labels)));
      default -> throw new IllegalArgumentException("there are no metrics of type " + type);
    };
  }

  private static <T> List<T> points(
      JsonNode metric, Label label, BiFunction<JsonNode, Labels, T> decoder) {
    List<T> points = new ArrayList<>();
    for (JsonNode point : metric.required("points")) {
      Labels labels = Labels.of(label.getName(), label.getValue());
      for (Map.Entry<String, JsonNode> one : point.required("labels").properties()) {
        labels = labels.add(one.getKey(), one.getValue().asText());
      }
      points.add(decoder.apply(point, labels));
    }
    return points;
  }

  private static SummaryDataPointSnapshot summary(JsonNode point, Labels labels) {
    return new SummaryDataPointSnapshot(
        point.required("count").asLong(), number(point, "sum"), Quantiles.EMPTY, labels, null, 0);
  }

  private static HistogramDataPointSnapshot histogram(JsonNode point, Labels labels) {
    List<Double> bounds = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    point.required("bounds").forEach(bound -> bounds.add(Double.valueOf(bound.asText())));
    point.required("counts").forEach(count -> counts.add(count.asLong()));
    return new HistogramDataPointSnapshot(
        ClassicHistogramBuckets.of(bounds, counts), number(point, "sum"), labels, null, 0);
  }

  private static double number(JsonNode point, String name) {
    JsonNode value = point.required(name);
    return value.isNumber() ? value.asDouble() : Double.parseDouble(value.asText());
  }
}
