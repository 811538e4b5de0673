package ai.altertable.engine.load;

import static ai.altertable.engine.lexer.SqlText.literal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds CSV files whose rows differ in length. DuckDB's sniffer takes such a file for one of a
/// single column; we would rather refuse it, with the number of the line.
final class RaggedCsv {
  private static final String DELIMITERS = ",;\t|";
  private static final int LINE_CHARS_MAX = 1 << 20;

  private RaggedCsv() {}

  /// A relation that reads the file strictly by the delimiter of its first line, and so fails at
  /// the first row of another length. Empty when the first line has no delimiter.
  static Optional<String> strictReader(Path file) {
    String line = firstLine(file);
    Map<Character, Integer> counts = new LinkedHashMap<>();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      if (!quoted && DELIMITERS.indexOf(c) >= 0) {
        counts.merge(c, 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(best -> reader(file, best.getKey(), best.getValue() + 1));
  }

  private static String reader(Path file, char delimiter, int columns) {
    String types =
        IntStream.range(0, columns)
            .mapToObj(i -> "'column%d': 'VARCHAR'".formatted(i))
            .collect(Collectors.joining(", ", "{", "}"));
    return ("read_csv(%s, auto_detect = false, header = false, delim = %s, quote = '\"',"
            + " escape = '\"', columns = %s)")
        .formatted(literal(file.toString()), literal(String.valueOf(delimiter)), types);
  }

  private static String firstLine(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      StringBuilder line = new StringBuilder();
      for (int c = reader.read();
          c >= 0 && c != '\n' && c != '\r' && line.length() < LINE_CHARS_MAX;
          c = reader.read()) {
        line.append((char) c);
      }
      return line.toString();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the uploaded file", failure);
    }
  }
}
