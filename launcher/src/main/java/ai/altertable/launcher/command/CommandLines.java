package ai.altertable.launcher.command;

import ai.altertable.foundation.error.ErrorKind;
import ai.altertable.foundation.error.PlatformException;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Runs a command line. What is wrong with it is told in full, not one thing after the other.
public final class CommandLines {
  private static final Logger LOG = LoggerFactory.getLogger(CommandLines.class);

  /// The exit status of a command line or configuration that cannot be followed.
  static final int BAD_CONFIGURATION = 100;

  private static final int FAILED = 1;

  @Command(
      name = "altertable",
      description = "An analytical platform: DuckDB workers behind one front door.",
      subcommands = {
        StartCommand.class,
        ControlPlaneCommand.class,
        GatewayCommand.class,
        UserCommand.class,
        BackupCommand.class,
        RestoreCommand.class,
        DoctorCommand.class,
        QueryCommand.class,
        SessionCommand.class,
        WorkerCommand.class,
        DatabaseCommand.class,
        TokenCommand.class,
        ProvisionCommand.class,
        VersionCommand.class
      },
      synopsisSubcommandLabel = "COMMAND",
      versionProvider = ProgramVersion.class,
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Every option of a command can also be given in the environment (ALTERTABLE_HTTP_PORT for"
            + " --http-port) or in a file of name=value lines (http-port = 15000).",
      })
  static final class Root {}

  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"altertable " + Version.CURRENT};
    }
  }

  private CommandLines() {}

  /// @return the exit status
  public static int run(String[] arguments, Map<String, String> environment) {
    return run(commandLine(), arguments, environment);
  }

  static int run(CommandLine line, String[] arguments, Map<String, String> environment) {
    try {
      ConfigSources sources = ConfigSources.read(file(arguments, environment), environment);
      line.setDefaultValueProvider(sources);
      List<String> unknown = sources.unknown(optionNames(line));
      line.setParameterExceptionHandler(
          (problem, _) -> badParameters(problem, unknown, problem.getCommandLine().getErr()));
      line.setExecutionStrategy(parsed -> execute(line, parsed, unknown));
      return line.execute(arguments);
    } catch (StartupFailure failure) {
      return refuse(line.getErr(), failure, BAD_CONFIGURATION);
    }
  }

  static CommandLine commandLine() {
    CommandSpec root = CommandSpec.forAnnotatedObject(new Root());
    root.addOption(
        OptionSpec.builder("--config")
            .paramLabel("FILE")
            .type(Path.class)
            .scopeType(CommandLine.ScopeType.INHERIT)
            .description("The configuration file. Also in the environment as ALTERTABLE_CONFIG.")
            .build());
    return new CommandLine(root)
        .setExitCodeExceptionMapper(_ -> FAILED)
        .setExecutionExceptionHandler((failure, command, _) -> failed(failure, command.getErr()));
  }

  private static int execute(CommandLine line, ParseResult parsed, List<String> unknown) {
    boolean onlyAsks = asksForHelp(parsed) || !parsed.hasSubcommand();
    List<String> wrong = onlyAsks ? List.of() : wrongValues(parsed);
    if (!onlyAsks && (!unknown.isEmpty() || !wrong.isEmpty())) {
      throw new ParameterException(line, String.join("\n", wrong));
    }
    if (!parsed.hasSubcommand()
        && !parsed.isUsageHelpRequested()
        && !parsed.isVersionHelpRequested()) {
      line.usage(line.getOut());
      return 0;
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static boolean asksForHelp(ParseResult parsed) {
    return parsed.isUsageHelpRequested()
        || parsed.isVersionHelpRequested()
        || (parsed.hasSubcommand() && asksForHelp(parsed.subcommand()));
  }

  private static List<String> wrongValues(ParseResult parsed) {
    return parsed.subcommand().commandSpec().userObject() instanceof Checked checked
        ? checked.problems()
        : List.of();
  }

  /// The file must be known before the command line is parsed, as it gives the defaults.
  private static Optional<Path> file(String[] arguments, Map<String, String> environment) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith("--config=")) {
        return Optional.of(Path.of(arguments[i].substring("--config=".length())));
      }
      if (arguments[i].equals("--config") && i + 1 < arguments.length) {
        return Optional.of(Path.of(arguments[i + 1]));
      }
    }
    return Optional.ofNullable(environment.get(ConfigSources.FILE_VARIABLE)).map(Path::of);
  }

  private static Set<String> optionNames(CommandLine line) {
    Set<String> names = new TreeSet<>(line.getCommandSpec().optionsMap().keySet());
    line.getSubcommands().values().forEach(command -> names.addAll(optionNames(command)));
    return names;
  }

  /// @param unknown sentences about settings that no option knows
  private static int badParameters(
      ParameterException problem, List<String> unknown, PrintWriter err) {
    List<String> lines = new ArrayList<>(message(problem).lines().toList());
    lines.addAll(unknown);
    if (lines.size() == 1) {
      err.println(lines.getFirst());
    } else {
      err.println("The configuration cannot be followed:");
      lines.forEach(line -> err.println("  " + line));
    }
    err.println("See: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return BAD_CONFIGURATION;
  }

  /// Calls an option by the name that stands first in the reference, not by its longest one.
  static String message(ParameterException problem) {
    String message = String.valueOf(problem.getMessage());
    return problem.getArgSpec() instanceof OptionSpec option
        ? message.replace("'" + option.longestName() + "'", "'" + option.names()[0] + "'")
        : message;
  }

  private static int failed(Exception failure, PrintWriter err) {
    return switch (failure) {
      case StartupFailure startup -> refuse(err, startup, FAILED);
      case PlatformException known -> {
        err.println(known.clientMessage());
        err.flush();
        log(known);
        yield known.code().kind() == ErrorKind.INVALID ? BAD_CONFIGURATION : FAILED;
      }
      default -> {
        err.println("Altertable failed: " + failure);
        err.flush();
        LOG.error("unforeseen failure", failure);
        yield FAILED;
      }
    };
  }

  /// What the operator did wrong was told; only our own faults need a trace.
  private static void log(PlatformException failure) {
    switch (failure.code().kind()) {
      case INTERNAL -> LOG.error("{}", failure.logLine(), failure);
      case INVALID,
          UNAUTHENTICATED,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          UNSUPPORTED,
          EXHAUSTED,
          UNAVAILABLE,
          CANCELLED ->
          LOG.debug("{}", failure.logLine(), failure);
    }
  }

  /// Tells the operator one thing, at once.
  static void say(CommandSpec command, String line) {
    command.commandLine().getOut().println(line);
    command.commandLine().getOut().flush();
  }

  private static int refuse(PrintWriter err, StartupFailure failure, int status) {
    err.println(failure.problem());
    err.println(failure.advice());
    err.flush();
    LOG.debug("refused to start", failure);
    return status;
  }
}
