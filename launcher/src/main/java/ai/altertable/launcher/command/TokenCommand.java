package ai.altertable.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "token",
    description = "Looks after the tokens by which workers and gateways enrol, once each.",
    subcommands = {
      TokenCommand.ListAll.class,
      TokenCommand.Create.class,
      TokenCommand.Revoke.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class)
final class TokenCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static String table(JsonNode tokens) {
    TextTable table =
        new TextTable("ID", "FOR", "ENVIRONMENT", "SLUG", "EXPIRES", "REDEEMED", "LABEL");
    for (JsonNode one : tokens) {
      table.add(
          one.path("id").asText(),
          one.path("kind").asText(),
          one.path("environment").asText(),
          one.path("slug").asText(),
          one.path("expires").asText(),
          one.path("redeemed").asBoolean() ? "yes" : "no",
          one.path("label").asText());
    }
    return table.toString();
  }

  @Command(
      name = "list",
      description = "Shows the tokens that were made; what they say is shown never again.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class ListAll implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private ListOptions options;

    @Override
    public void run() {
      options.print(spec, options.server().get("/tokens"), TokenCommand::table);
    }
  }

  @Command(
      name = "create",
      description = "Makes a token and prints it, alone on a line.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Create implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private RunningServerOption target;

    @Option(
        names = "--gateway",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "For a gateway. Without it: for a worker.")
    private boolean gateway;

    @Option(
        names = "--in",
        paramLabel = "ENVIRONMENT",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "The slug of the environment that the worker serves. Default: the oldest one")
    private @Nullable String environment;

    @Option(
        names = "--slug",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "What the member is to be called. Default: made up")
    private @Nullable String slug;

    @Option(
        names = "--label",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "What people are to know of the token.")
    private @Nullable String label;

    @Option(
        names = "--minutes",
        defaultValue = "60",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "How long it can be redeemed, at most 43200. Default: ${DEFAULT-VALUE}")
    private String minutes;

    @Override
    public void run() {
      OptionValues values = new OptionValues();
      int valid = values.number("--minutes", minutes, 1, 43_200);
      if (!values.problems().isEmpty()) {
        throw new picocli.CommandLine.ParameterException(
            spec.commandLine(), String.join("\n", values.problems()));
      }
      ObjectNode order =
          JsonNodeFactory.instance
              .objectNode()
              .put("kind", gateway ? "gateway" : "worker")
              .put("seconds", valid * 60)
              .put("environment", environment == null ? "" : environment)
              .put("slug", slug == null ? "" : slug)
              .put("label", label == null ? "" : label);
      CommandLines.say(spec, target.server().post("/tokens/create", order).path("token").asText());
    }
  }

  @Command(
      name = "revoke",
      description = "Makes a token useless that has not been redeemed.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Revoke implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private ListOptions options;

    @Parameters(paramLabel = "ID", description = "As `altertable token list` shows it.")
    private String id;

    @Override
    public void run() {
      ObjectNode order = JsonNodeFactory.instance.objectNode().put("id", id);
      options.print(spec, options.server().post("/tokens/revoke", order), TokenCommand::table);
    }
  }
}
