package ai.altertable.benchmarks.report;

import ai.altertable.benchmarks.measure.Ratio;
import ai.altertable.benchmarks.measure.Series;
import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.measure.Unit;
import ai.altertable.benchmarks.measure.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A finding as a table: a line for each side.
///
/// @param rows the first one is the heading
record FindingTable(List<List<String>> rows) {
  private static final int MANY = 100;

  static FindingTable of(Finding finding) {
    return switch (finding.unit()) {
      case SECONDS -> ofTimes(finding);
      case BYTES -> ofSizes(finding);
    };
  }

  /// Processor time is a share of the wall time, in cores: 1.00 is one core all the time.
  private static FindingTable ofTimes(Finding finding) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "",
            "rounds",
            "n",
            "min",
            "median",
            "p99",
            "max",
            "per s",
            "cpu/op",
            "cores",
            "client",
            "others",
            "ours/this"));
    for (Side side : finding.sides()) {
      rows.add(timeRow(finding, side));
    }
    return new FindingTable(rows);
  }

  private static List<String> timeRow(Finding finding, Side side) {
    Series values = side.values();
    Usage usage = side.usage();
    Unit unit = finding.unit();
    return List.of(
        side.name(),
        Integer.toString(side.rounds().size()),
        Integer.toString(values.size()),
        unit.format(values.min()),
        unit.format(side.medians().median()),
        values.size() < MANY ? "" : unit.format(values.percentile(99)),
        unit.format(values.max()),
        rate(side.rates().median()),
        unit.format(usage.measured() / values.size()),
        decimals(usage.measured() / side.wall()),
        decimals(usage.client() / side.wall()),
        decimals(usage.others() / side.wall()),
        side.equals(finding.ours()) ? "" : ratio(Ratio.ofTimes(finding.ours(), side)));
  }

  private static FindingTable ofSizes(Finding finding) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "rounds", "min", "median", "max"));
    for (Side side : finding.sides()) {
      Series values = side.values();
      rows.add(
          List.of(
              side.name(),
              Integer.toString(side.rounds().size()),
              finding.unit().format(values.min()),
              finding.unit().format(values.median()),
              finding.unit().format(values.max())));
    }
    return new FindingTable(rows);
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond >= 100 ? "%,.0f" : "%.2f", perSecond);
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String ratio(Ratio ratio) {
    return String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", ratio.value(), ratio.low(), ratio.high());
  }

  /// Aligned, for a terminal.
  String text() {
    List<Integer> widths =
        IntStream.range(0, rows.getFirst().size())
            .mapToObj(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toList();
    return rows.stream()
        .map(row ->
            IntStream.range(0, row.size())
                .mapToObj(i -> pad(row.get(i), widths.get(i), i == 0))
                .collect(Collectors.joining("  ", "  ", "\n")))
        .collect(Collectors.joining());
  }

  private static String pad(String text, int width, boolean left) {
    String space = " ".repeat(width - text.length());
    return left ? text + space : space + text;
  }

  String markdown() {
    String rule =
        rows.getFirst().stream().map(_ -> "---").collect(Collectors.joining("|", "|", "|\n"));
    StringBuilder text = new StringBuilder(line(rows.getFirst())).append(rule);
    rows.stream().skip(1).map(FindingTable::line).forEach(text::append);
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
