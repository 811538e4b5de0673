package ai.altertable.engine.guard;

import ai.altertable.engine.guard.Ruling.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The page about what SQL is refused: what goes by names is made from the classification.
public final class SqlReference {
  /// DuckDB's own, which nobody writes.
  private static final String INTERNAL = "__";

  private SqlReference() {}

  public static String page() {
    return new Page(Classification.BUNDLED).text();
  }

  private record Page(Classification classification) {
    String text() {
      return """
      # SQL: what is refused

      Statements are DuckDB's SQL. What follows is refused before it runs, with PERMISSION_DENIED (SQLSTATE 42501) and a message that names the
      function, setting or statement. [ADR 7](../adr/0007-guard.md) says how and why. What goes by its name is listed from
      `engine/src/main/resources/ai/altertable/engine/guard/classification.txt`, which a person has reviewed name by name; what is new in DuckDB is refused until somebody has.

      ## Whatever it is called

      | what | instead |
      |---|---|
      | Files: relations that are named like a file or a URL (`FROM 'x.csv'`, `"a/b"`, `data.json`) | load files with [POST /upload](rest.md), take rows from the answer |
      | Secrets: `CREATE SECRET`, `DROP SECRET` | |
      | `ATTACH` of anything but `':memory:' AS name`, 16 at most; `DETACH` of catalogs that the server has attached; `CREATE DATABASE` | catalogs are the server's |
      | A catalog's metadata (`__ducklake_metadata_…`) | `lake.snapshots()`, `lake.table_info()`, `lake.table_changes(…)` |
      | SQL that is computed: `query(…)` and `query_table(…)` of anything but plain strings, names in `SET schema`, `USE`, `PRAGMA` that are not written plainly | `PREPARE` with parameters, macros |
      | Names and strings with Unicode escapes (`U&'…'`) | the characters themselves |

      FEATURE_NOT_SUPPORTED (0A000): `DROP SCHEMA main`, and EXPLAIN or PREPARE of what a session keeps count of (`BEGIN`, `SET`, `USE`, `ATTACH`…).

      SYNTAX_ERROR (42601): several statements where one is prepared.

      STATEMENT_TOO_LARGE (54000): a statement of more than 262,144 characters that names relations otherwise than by single words, other than `INSERT … VALUES`: `USE` the
      schema first, or put the values into a table.

      ## Statements

      By their first words, others are unknown: %s.

      Refused: %s.

      ## Functions

      All of DuckDB's are there, but these; so are the macros of a catalog, called as `lake.name(…)`.

      | refused | each of them |
      |---|---|
      %s
      With conditions:

      | function | condition |
      |---|---|
      %s
      Who may only read gets READ_ONLY for what maintains a catalog, called as `CALL ducklake_expire_snapshots('lake', …)`: %s.

      ## Settings

      To be set by `SET` and `PRAGMA`: %s. `SET VARIABLE` is for values of your own.

      All others can be read by `current_setting('…')`, but for paths, addresses and secrets: %s.

      ## PRAGMA

      Beside settings: %s. Refused: %s.

      ## Views of the engine

      Refused: %s. Others can be read.
      """
          .formatted(
              upper(names(Subject.STATEMENT, ruling -> !ruling.refuses())),
              upper(names(Subject.STATEMENT, Ruling::refuses)),
              refusedFunctions(),
              conditions(),
              code(names(Subject.FUNCTION, ruling -> ruling.decision() == Decision.OWNER)),
              code(names(Subject.SETTING, Page::isSettable)),
              code(names(Subject.SETTING, Ruling::refuses)),
              code(names(Subject.PRAGMA, ruling -> !ruling.refuses())),
              code(names(Subject.PRAGMA, Ruling::refuses)),
              code(names(Subject.VIEW, Ruling::refuses)));
    }

    private static boolean isSettable(Ruling ruling) {
      return ruling.decision() == Decision.ALLOW || ruling.decision() == Decision.NAME;
    }

    private String refusedFunctions() {
      StringBuilder rows = new StringBuilder();
      for (Rule rule : Rule.values()) {
        List<String> names = functions(ruling -> ruling.refuses() && ruling.rule() == rule);
        if (!names.isEmpty()) {
          rows.append("| %s | %s |%n".formatted(code(names), rule.reason()));
        }
      }
      return rows.toString();
    }

    private String conditions() {
      StringBuilder rows = new StringBuilder();
      for (Decision decision : Decision.values()) {
        String condition = condition(decision);
        if (!condition.isEmpty()) {
          rows.append(
              "| %s | %s |%n"
                  .formatted(code(functions(ruling -> ruling.decision() == decision)), condition));
        }
      }
      return rows.toString();
    }

    private static String condition(Decision decision) {
      return switch (decision) {
        case ALLOW, OWNER, READ, REFUSE -> "";
        case NAME -> "with a name that is written plainly";
        case QUERY -> "with a plain string, whose SQL is looked at like any other";
        case TABLE -> "with plain strings, which are looked at like names of relations";
        case VALUE -> "as an aggregate, not where a relation stands";
        case SETTING -> "with the name of a setting that can be read";
      };
    }

    /// Those of catalogs too, without those that are internal.
    private List<String> functions(Predicate<Ruling> which) {
      List<String> names = new ArrayList<>(names(Subject.FUNCTION, which));
      names(Subject.LAKE, which).forEach(name -> names.add("lake." + name));
      names.removeIf(name -> name.startsWith(INTERNAL));
      return names;
    }

    private List<String> names(Subject subject, Predicate<Ruling> which) {
      return classification.names(subject).stream()
          .filter(name -> classification.of(subject, name).filter(which).isPresent())
          .sorted()
          .toList();
    }

    private static String upper(List<String> names) {
      return code(names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    }

    private static String code(List<String> names) {
      return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
  }
}
