package ai.altertable.benchmarks.report;

import ai.altertable.benchmarks.process.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What a run has found: shown at once, and kept as Markdown and JSON.
public final class Report {
  private static final DateTimeFormatter FILE_NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss").withZone(ZoneOffset.UTC);

  private final Machine machine;
  private final Instant begun;
  private final String command;
  private final PrintStream out;
  private final List<Finding> findings = new ArrayList<>();

  /// @param command as it was typed
  /// @param out is shown each finding as it comes
  public Report(Machine machine, Instant begun, String command, PrintStream out) {
    this.machine = machine;
    this.begun = begun.truncatedTo(ChronoUnit.SECONDS);
    this.command = command;
    this.out = out;
  }

  public void begin() {
    out.println(head());
  }

  private String head() {
    return "%s · %s · %d cores · %.1f GB · %s · commit %s · load before %s"
        .formatted(
            begun,
            machine.processor(),
            machine.cores(),
            machine.memory() / 1e9,
            machine.system(),
            machine.commit(),
            machine.load());
  }

  public void add(Finding finding) {
    findings.add(finding);
    out.println();
    out.println(heading(finding));
    out.print(FindingTable.of(finding).text());
    remarks(finding).forEach(remark -> out.println("  " + remark));
  }

  private static String heading(Finding finding) {
    return finding.benchmark() + ": " + finding.subject();
  }

  private static List<String> remarks(Finding finding) {
    List<String> remarks = new ArrayList<>();
    finding
        .judgement()
        .ifPresent(judgement ->
            remarks.add("target: " + judgement.target().words() + ": " + judgement.verdict()));
    remarks.addAll(finding.notes());
    return remarks;
  }

  /// Writes the two files.
  ///
  /// @return the one in Markdown
  public Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    String name = FILE_NAME.format(begun);
    Files.writeString(
        directory.resolve(name + ".json"),
        ReportJson.of(machine, begun, command, findings).toPrettyString() + "\n");
    Path markdown = directory.resolve(name + ".md");
    Files.writeString(markdown, markdown());
    return markdown;
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# Benchmarks\n\n");
    text.append('`').append(command).append("`\n\n").append(head()).append('\n');
    for (Finding finding : findings) {
      text.append("\n## ").append(heading(finding)).append("\n\n");
      text.append(FindingTable.of(finding).markdown());
      remarks(finding).forEach(remark -> text.append("\n- ").append(remark));
      text.append(remarks(finding).isEmpty() ? "" : "\n");
    }
    return text.toString();
  }
}
