package ai.altertable.launcher.doctor;

import ai.altertable.launcher.check.Finding;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What all checks have found.
///
/// @param lines in the order of the checks
public record Report(List<Line> lines) {
  private static final String INDENT = " ".repeat(9);

  /// @param check the name of the check
  public record Line(String check, Finding finding) {
    private String status() {
      return switch (finding) {
        case Finding.Fine _ -> "ok";
        case Finding.Warning _ -> "warning";
        case Finding.Problem _ -> "problem";
      };
    }

    private String advice() {
      return switch (finding) {
        case Finding.Fine _ -> "";
        case Finding.Warning(String _, String advice) -> advice;
        case Finding.Problem(String _, String advice) -> advice;
      };
    }

    private String text() {
      String seen = "%-8s %s: %s%n".formatted(status(), check, finding.seen());
      return advice().isEmpty() ? seen : seen + INDENT + advice() + "\n";
    }
  }

  public Report {
    lines = List.copyOf(lines);
  }

  public long problems() {
    return lines.stream().filter(line -> line.finding() instanceof Finding.Problem).count();
  }

  public long warnings() {
    return lines.stream().filter(line -> line.finding() instanceof Finding.Warning).count();
  }

  /// For people.
  public String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()));
    return text.append(
            "\n%s, %s%n".formatted(count(problems(), "problem"), count(warnings(), "warning")))
        .toString();
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /// For programs: one line.
  public String json() {
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("problems", problems())
            .put("warnings", warnings());
    var checks = report.putArray("checks");
    for (Line line : lines) {
      ObjectNode check =
          checks
              .addObject()
              .put("check", line.check())
              .put("status", line.status())
              .put("seen", line.finding().seen());
      if (!line.advice().isEmpty()) {
        check.put("advice", line.advice());
      }
    }
    return report + "\n";
  }
}
