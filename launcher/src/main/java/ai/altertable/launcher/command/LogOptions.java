package ai.altertable.launcher.command;

import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.LogFormat;
import org.slf4j.event.Level;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// How much is logged, and in which form.
final class LogOptions {
  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, or json: a JSON object in each line of every log, and of what start prints."
              + " Default: ${DEFAULT-VALUE}")
  private String format;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description =
          "error, warn, info, debug or trace. From debug on, logs quote statements. Default:"
              + " ${DEFAULT-VALUE}")
  private String level;

  /// For commands that take no other values which can be wrong.
  ///
  /// @throws ParameterException that tells what is wrong
  LogConfig read(CommandSpec command) {
    OptionValues values = new OptionValues();
    LogConfig config = read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(command.commandLine(), String.join("\n", values.problems()));
    }
    return config;
  }

  LogConfig read(OptionValues values) {
    return new LogConfig(
        values.choice("--log-format", format, LogFormat.class),
        values.choice("--log-level", level, Level.class));
  }
}
