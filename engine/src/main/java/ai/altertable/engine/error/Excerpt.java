package ai.altertable.engine.error;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines with which DuckDB shows a place in a statement (`parser/query_error_context.cpp`):
///
/// ```
/// LINE 3: ...select a, b, nosuch from orders where ...
///                         ^
/// ```
///
/// Long lines are cut at both ends. The caret is placed for a terminal: it counts columns, of which
/// a wide character takes two.
///
/// @param line counted from 1
/// @param text of the line, as far as it is shown
/// @param column of the caret within `text`, from 0
record Excerpt(String shown, int line, String text, int column) implements Place {
  private static final Pattern LINES = Pattern.compile("\n\nLINE (\\d+): ([^\n]*)\n( *)\\^\\s*$");
  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  private static final String CUT = "...";

  /// Finds the excerpt at the end of a message.
  static Optional<Excerpt> in(String message) {
    Matcher matcher = LINES.matcher(message);
    if (!matcher.find()) {
      return Optional.empty();
    }
    int head = "LINE : ".length() + matcher.group(1).length();
    return Optional.of(
        new Excerpt(
            matcher.group(),
            Integer.parseInt(matcher.group(1)),
            matcher.group(2),
            matcher.group(3).length() - head));
  }

  @Override
  public OptionalInt position(String sql) {
    int start = lineStart(sql);
    if (start < 0) {
      return OptionalInt.empty();
    }
    Matcher end = LINE_END.matcher(sql);
    String whole = sql.substring(start, end.find(start) ? end.start() : sql.length());
    return whole.equals(text) ? at(sql, start, column) : inPart(sql, start, whole);
  }

  /// Where the line begins in the statement; -1 when it has fewer lines.
  private int lineStart(String sql) {
    Matcher matcher = LINE_END.matcher(sql);
    int start = 0;
    for (int i = 1; i < line; i++) {
      if (!matcher.find()) {
        return -1;
      }
      start = matcher.end();
    }
    return sql.isEmpty() ? -1 : start;
  }

  private OptionalInt inPart(String sql, int start, String whole) {
    boolean cutEnd = text.endsWith(CUT);
    boolean cutStart = text.startsWith(CUT);
    String bare = text.substring(0, text.length() - (cutEnd ? CUT.length() : 0));
    if (cutEnd && whole.startsWith(bare)) {
      return at(sql, start, column);
    }
    if (!cutStart) {
      return OptionalInt.empty();
    }
    String tail = text.substring(CUT.length());
    if (whole.endsWith(tail)) {
      return at(sql, start + whole.length() - tail.length(), column - CUT.length());
    }
    int middle = cutEnd ? whole.indexOf(bare.substring(CUT.length())) : -1;
    return middle < 0 ? OptionalInt.empty() : at(sql, start + middle, column - CUT.length());
  }

  private static OptionalInt at(String sql, int from, int columns) {
    int index = TerminalColumns.indexAt(sql, from, columns);
    return OptionalInt.of(sql.codePointCount(0, index) + 1);
  }
}
