package ai.altertable.systemtests.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// The table of a page: a row for each operation, a column for each kind of principal and catalog.
///
/// @param columns their headings, after those of the operation and of how it is said
record PermissionTable(List<String> columns, List<Row> rows) {
  private static final String FIRST = "| operation |";
  private static final int BEFORE_CELLS = 2;

  /// @param said SQL with `$C` for the catalog, or `POST /upload` with its mode
  /// @param cells `yes`, or the code of the error
  record Row(String operation, String said, List<String> cells) {
    @Override
    public String toString() {
      return "| %s | `%s` | %s |".formatted(operation, said, String.join(" | ", cells));
    }
  }

  static PermissionTable of(String page) {
    List<List<String>> lines =
        page.lines()
            .dropWhile(line -> !line.startsWith(FIRST))
            .takeWhile(line -> line.startsWith("|"))
            .map(PermissionTable::cells)
            .toList();
    List<String> columns = lines.getFirst().subList(BEFORE_CELLS, lines.getFirst().size());
    List<Row> rows =
        lines.stream()
            .skip(2)
            .map(cells ->
                new Row(
                    cells.getFirst(),
                    cells.get(1).replace("`", ""),
                    cells.subList(BEFORE_CELLS, cells.size())))
            .toList();
    return new PermissionTable(columns, rows);
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|", -1))
        .map(String::strip)
        .limit(line.chars().filter(c -> c == '|').count() - 1)
        .toList();
  }

  /// The table as it is, in place of what it says.
  ///
  /// @param actual of the heading of a column and what is said
  PermissionTable measured(BinaryOperator<String> actual) {
    List<Row> found = new ArrayList<>();
    for (Row row : rows) {
      found.add(
          new Row(
              row.operation(),
              row.said(),
              columns.stream().map(column -> actual.apply(column, row.said())).toList()));
    }
    return new PermissionTable(columns, found);
  }

  /// The codes and answers that appear.
  TreeSet<String> outcomes() {
    return rows.stream()
        .flatMap(row -> row.cells().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public String toString() {
    return rows.stream().map(Row::toString).collect(Collectors.joining("\n"));
  }
}
