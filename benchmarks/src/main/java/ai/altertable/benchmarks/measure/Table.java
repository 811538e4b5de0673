package ai.altertable.benchmarks.measure;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A small result, each cell as text, for comparing what several engines answer.
public record Table(List<List<String>> rows) {
  private static final double NEAR = 1e-9;
  private static final Comparator<List<String>> ORDER =
      Comparator.comparing(row -> String.join("\u0000", row));

  public Table {
    rows = rows.stream().<List<String>>map(List::copyOf).toList();
  }

  /// @param rows arrays
  public static Table ofJson(Iterable<JsonNode> rows) {
    List<List<String>> table = new ArrayList<>();
    for (JsonNode row : rows) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(cell.isNull() ? "NULL" : cell.asText()));
      table.add(cells);
    }
    return new Table(table);
  }

  /// Compares as bags of rows; numbers may differ in their last digits, as sums of floating-point
  /// numbers depend on the order of threads.
  ///
  /// @return where they differ
  public Optional<String> difference(Table other) {
    if (rows.size() != other.rows.size()) {
      return Optional.of(rows.size() + " rows against " + other.rows.size());
    }
    List<List<String>> mine = rows.stream().sorted(ORDER).toList();
    List<List<String>> theirs = other.rows.stream().sorted(ORDER).toList();
    for (int i = 0; i < mine.size(); i++) {
      if (!same(mine.get(i), theirs.get(i))) {
        return Optional.of(mine.get(i) + " against " + theirs.get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean same(List<String> one, List<String> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).equals(other.get(i)) && !near(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(String one, String other) {
    try {
      double left = new BigDecimal(one).doubleValue();
      double right = new BigDecimal(other).doubleValue();
      return Math.abs(left - right) <= NEAR * Math.max(Math.abs(left), Math.abs(right));
    } catch (NumberFormatException text) {
      return false;
    }
  }
}
