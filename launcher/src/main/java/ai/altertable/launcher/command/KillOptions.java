package ai.altertable.launcher.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  /// @param what as the server's path has it, such as `queries`
  void end(String what, String id) {
    ObjectNode order = JsonNodeFactory.instance.objectNode().put("id", id);
    if (user != null) {
      order.put("user", user);
    }
    var _ = target.server().post("/" + what + "/end", order);
  }
}
