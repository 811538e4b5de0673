package ai.altertable.engine.guard;

import ai.altertable.engine.lexer.Statements;
import ai.altertable.foundation.session.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// SQL texts among the tests' resources.
final class SqlCorpus {
  /// @param rule the last line `-- word` before it
  record Forbidden(String rule, String sql) {}

  private SqlCorpus() {}

  static List<String> everyday() {
    return Statements.split(text("everyday.sql")).stream().map(Statement::text).toList();
  }

  /// A blank line ends a section; a line that ends with a semicolon ends a text.
  static List<Forbidden> forbidden() {
    List<Forbidden> all = new ArrayList<>();
    String rule = "";
    StringBuilder sql = new StringBuilder();
    for (String line : text("forbidden.sql").lines().toList()) {
      if (sql.isEmpty() && line.startsWith("-- ")) {
        rule = line.substring(3);
      } else if (!line.isBlank()) {
        sql.append(sql.isEmpty() ? "" : "\n").append(line);
        if (line.endsWith(";")) {
          all.add(new Forbidden(rule, sql.substring(0, sql.length() - 1)));
          sql.setLength(0);
        }
      }
    }
    return all;
  }

  private static String text(String resource) {
    try (InputStream stream = SqlCorpus.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
