package ai.altertable.launcher.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// At which running server something is ended, and whose it is.
final class KillOptions {
  @Mixin private RunningServerOption target;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
      description = "Whose it is, where several users have chosen the same id.")
  private @Nullable String user;

  /// Says what has come of it, which it waits for a while for.
  ///
  /// @param kind as the commands have it, such as `query`
  /// @param what as the server's path has it, such as `queries`
  void end(CommandSpec command, String kind, String what, String id) {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("id", id);
    if (user != null) {
      order.put("user", user);
    }
    boolean ended = target.server().post("/" + what + "/end", order).path("ended").asBoolean();
    CommandLines.say(
        command,
        ended
            ? "The %s %s has ended.".formatted(kind, id)
            : ("The %s %s is told to end, and has not yet: it rolls back, or waits for its client to"
                    + " read. `altertable %s list` shows it until it has ended.")
                .formatted(kind, id, kind));
  }
}
