package ai.altertable.launcher.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of words under a heading, for a terminal: columns as wide as their longest word, the last
/// one as it is.
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... heading) {
    rows.add(List.of(heading));
  }

  void add(String... row) {
    rows.add(Arrays.stream(row).map(TextTable::printable).toList());
  }

  /// Ids and names are their users' own words, which must not move the cursor.
  private static String printable(String word) {
    return word.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String word = row.get(column);
        line.append(word);
        if (column < row.size() - 1) {
          line.append(" ".repeat(width(column) - word.length())).append(GAP);
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
