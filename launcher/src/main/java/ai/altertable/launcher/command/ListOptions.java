package ai.altertable.launcher.command;

import ai.altertable.launcher.admin.AdminClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Of which running server something is listed, and in which form.
final class ListOptions {
  @Mixin private RunningServerOption target;

  @Option(
      names = "--json",
      descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
      description = "Prints a JSON array instead of a table.")
  private boolean json;

  AdminClient server() {
    return target.server();
  }

  /// What of several workers is found, and, as a warning, which of them say nothing.
  ///
  /// @param answer with `found` and `silent`
  /// @param table whole lines
  void printFound(CommandSpec command, JsonNode answer, Function<JsonNode, String> table) {
    print(command, answer.path("found"), table);
    for (Map.Entry<String, JsonNode> one : answer.path("silent").properties()) {
      command
          .commandLine()
          .getErr()
          .println(
              "What is at %s is not shown: %s".formatted(one.getKey(), one.getValue().asText()));
    }
    command.commandLine().getErr().flush();
  }

  /// @param table whole lines
  void print(CommandSpec command, JsonNode all, Function<JsonNode, String> table) {
    command.commandLine().getOut().print(json ? all.toPrettyString() + "\n" : table.apply(all));
    command.commandLine().getOut().flush();
  }
}
