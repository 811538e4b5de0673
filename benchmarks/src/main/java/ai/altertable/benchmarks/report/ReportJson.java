package ai.altertable.benchmarks.report;

import ai.altertable.benchmarks.measure.Round;
import ai.altertable.benchmarks.measure.Side;
import ai.altertable.benchmarks.process.Machine;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The report for programs: every round, in seconds or bytes.
final class ReportJson {
  private ReportJson() {}

  static ObjectNode of(Machine machine, Instant begun, String command, List<Finding> findings) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("begun", begun.toString()).put("command", command);
    root.putObject("machine")
        .put("processor", machine.processor())
        .put("cores", machine.cores())
        .put("memory", machine.memory())
        .put("system", machine.system())
        .put("commit", machine.commit())
        .put("load", machine.load());
    ArrayNode array = root.putArray("findings");
    findings.forEach(finding -> array.add(finding(finding)));
    return root;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("benchmark", finding.benchmark());
    node.put("subject", finding.subject());
    node.put("unit", finding.unit().name().toLowerCase(Locale.ROOT));
    finding
        .judgement()
        .ifPresent(judgement ->
            node.put("target", judgement.target().words())
                .put("verdict", judgement.verdict().name()));
    finding.notes().forEach(node.putArray("notes")::add);
    ArrayNode sides = node.putArray("sides");
    finding.sides().forEach(side -> sides.add(side(side)));
    return node;
  }

  private static ObjectNode side(Side side) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", side.name());
    ArrayNode rounds = node.putArray("rounds");
    side.rounds().forEach(round -> rounds.add(round(round)));
    return node;
  }

  private static ObjectNode round(Round round) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("n", round.values().size())
        .put("min", round.values().min())
        .put("median", round.values().median())
        .put("p99", round.values().percentile(99))
        .put("max", round.values().max())
        .put("wall", round.wall())
        .put("cpu", round.usage().measured())
        .put("cpu_client", round.usage().client())
        .put("cpu_others", round.usage().others());
  }
}
