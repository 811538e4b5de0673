package ai.altertable.launcher.command;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The reference of all settings, made from the options themselves.
public final class ConfigurationReference {
  private ConfigurationReference() {}

  /// A Markdown page.
  public static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            A setting is given on the command line (`--http-port 15000`), in the environment (`ALTERTABLE_HTTP_PORT=15000`)
            or in a file of `name = value` lines (`http-port = 15000`) that `--config FILE` or `ALTERTABLE_CONFIG` names. The
            command line wins over the environment, and the environment over the file. Where a setting may be given
            several times, the environment separates its values by line breaks, and the file by `\\n` in one line. A name
            that is not known is an error; all errors are told at once, and the exit status is 100.
            """);
    CommandLine commands = CommandLines.commandLine();
    commands.getSubcommands().forEach((name, command) -> describe(page, name, command));
    return page.toString();
  }

  private static void describe(StringBuilder page, String name, CommandLine command) {
    describe(page, name, command.getCommandSpec());
    command
        .getSubcommands()
        .forEach((inner, subcommand) -> describe(page, name + " " + inner, subcommand));
  }

  private static void describe(StringBuilder page, String name, CommandSpec command) {
    if (command.options().stream().allMatch(ConfigurationReference::isGlobal)) {
      return;
    }
    page.append("\n## altertable ").append(name).append("\n\n");
    page.append(String.join(" ", command.usageMessage().description())).append("\n\n");
    page.append("| option | in the environment | meaning |\n|---|---|---|\n");
    for (OptionSpec option : command.options()) {
      if (!isGlobal(option)) {
        page.append(row(option));
      }
    }
  }

  private static boolean isGlobal(OptionSpec option) {
    return option.inherited() || option.usageHelp() || option.versionHelp();
  }

  private static String row(OptionSpec option) {
    String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    String names = "`" + String.join("`, `", option.names()) + "`" + label;
    String variable =
        "ALTERTABLE_" + option.names()[0].substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    String description =
        String.join(" ", option.description())
            .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
    String settable =
        ConfigSources.COMMAND_LINE_ONLY.equals(option.descriptionKey()) ? "" : "`" + variable + "`";
    return "| %s | %s | %s |%n".formatted(names, settable, description);
  }
}
