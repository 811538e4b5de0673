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
    name = "database",
    description = "Looks after the databases of a server that runs.",
    subcommands = {
      DatabaseCommand.ListAll.class,
      DatabaseCommand.Create.class,
      DatabaseCommand.Remove.class,
      DatabaseCommand.SetDefault.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class)
final class DatabaseCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static String table(JsonNode databases) {
    TextTable table = new TextTable("CATALOG", "ENVIRONMENT", "DEFAULT", "ACCESS", "NAME");
    for (JsonNode one : databases) {
      table.add(
          one.path("catalog").asText(),
          one.path("environment").asText(),
          one.path("default").asBoolean() ? "yes" : "",
          one.path("readOnly").asBoolean() ? "read only" : "read and write",
          one.path("name").asText());
    }
    return table.toString();
  }

  /// Which database, and how to show what there is then.
  static final class Chosen {
    @Mixin private ListOptions options;

    @Option(
        names = "--in",
        paramLabel = "ENVIRONMENT",
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "The environment's slug. Without it: the oldest one.")
    private @Nullable String environment;

    @Parameters(paramLabel = "NAME", description = "The database.")
    private String name;

    void order(CommandSpec spec, String what) {
      ObjectNode order = JsonNodeFactory.instance.objectNode().put("name", name);
      if (environment != null) {
        order.put("environment", environment);
      }
      options.print(
          spec, options.server().post("/databases/" + what, order), DatabaseCommand::table);
    }
  }

  @Command(
      name = "list",
      description = "Shows all databases.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class ListAll implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private ListOptions options;

    @Override
    public void run() {
      options.print(spec, options.server().get("/databases"), DatabaseCommand::table);
    }
  }

  @Command(
      name = "create",
      description = "Makes a database.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Create implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Chosen chosen;

    @Override
    public void run() {
      chosen.order(spec, "create");
    }
  }

  @Command(
      name = "remove",
      description = {
        "Removes a database with all that is in it. Nothing brings it back.",
        "Who sees it is out at once and has to connect again; its files go an hour later."
      },
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class Remove implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Chosen chosen;

    @Option(
        names = "--with-all-data",
        required = true,
        descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
        description = "Says that this is meant. Nothing is removed without it.")
    private boolean confirmed;

    @Override
    public void run() {
      if (confirmed) {
        chosen.order(spec, "remove");
      }
    }
  }

  @Command(
      name = "set-default",
      description = "Makes a database the catalog of statements that name none.",
      mixinStandardHelpOptions = true,
      versionProvider = CommandLines.ProgramVersion.class,
      sortOptions = false)
  static final class SetDefault implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private Chosen chosen;

    @Override
    public void run() {
      chosen.order(spec, "default");
    }
  }
}
