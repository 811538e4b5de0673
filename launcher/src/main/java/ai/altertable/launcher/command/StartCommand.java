package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.launcher.server.Console;
import ai.altertable.launcher.server.Server;
import ai.altertable.launcher.server.ServerConfig;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "start",
    description = {
      "Runs everything on this machine: the server with embedded PostgreSQL, and a hosted worker.",
      "Listens on loopback, unless told otherwise."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class StartCommand implements Callable<Integer>, Checked {
  private static final int DAY_SECONDS = 86_400;

  @Spec private CommandSpec spec;

  @Mixin private ServingOptions serving;

  @Mixin private RegistrationOptions registration;

  @Mixin private LogOptions logging;

  @Option(
      names = "--user",
      paramLabel = "NAME:PASSWORD",
      split = "\\R",
      hideParamSyntax = true,
      description = "A user who administers the organization. Repeatable.")
  private List<String> users = List.of();

  @Option(
      names = "--reader",
      paramLabel = "NAME:PASSWORD",
      split = "\\R",
      hideParamSyntax = true,
      description = "A user who may only read. Repeatable.")
  private List<String> readers = List.of();

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      split = "\\R",
      hideParamSyntax = true,
      description = "A key for product events. Repeatable.")
  private List<String> apiKeys = List.of();

  @Option(
      names = "--management-key",
      paramLabel = "KEY",
      split = "\\R",
      hideParamSyntax = true,
      description =
          "A key (atm_ and at least 20 letters, digits, - and _) that administers the organization by"
              + " the management API. Repeatable.")
  private List<String> managementKeys = List.of();

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "The environment of these users and databases. Default: production")
  private @Nullable String environment;

  @Option(
      names = "--database",
      paramLabel = "NAME",
      split = "\\R",
      hideParamSyntax = true,
      description =
          "A lakehouse database. Repeatable; the first one is the default catalog, also of those who"
              + " used another before. Default: lakehouse")
  private List<String> databases = List.of();

  @Option(
      names = "--sample",
      description = "Adds the sample database acme_lakehouse, unless it exists.")
  private boolean sample;

  @Option(
      names = "--drain-seconds",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How long running queries may take to their end when the server is told to end; then they"
              + " are cancelled. Default: ${DEFAULT-VALUE}")
  private String drainSeconds;

  @Option(
      names = "--worker-confinement",
      paramLabel = "MODE",
      defaultValue = "prefer",
      description =
          "Whether the kernel keeps workers from files and connections that they do not need:"
              + " require (or do not start), prefer (as far as this system can), off. Default:"
              + " ${DEFAULT-VALUE}")
  private String workerConfinement;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    ServerConfig config = config();
    Console console = Console.ofThisProcess(config.log().format());
    try (Server server = Server.start(config, console)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> endInOrder(server, closed), "shutdown"));
      server.awaitEnd();
    } finally {
      closed.countDown();
    }
    return 0;
  }

  /// Holds the end of this process up until everything is closed.
  private static void endInOrder(Server server, CountDownLatch closed) {
    server.requestEnd();
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<String> problems() {
    OptionValues values = new OptionValues();
    read(values);
    return values.problems();
  }

  /// What the options say.
  ///
  /// @throws ParameterException that tells all that is wrong with their values
  ServerConfig config() {
    OptionValues values = new OptionValues();
    ServerConfig config = read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", values.problems()));
    }
    return config;
  }

  private ServerConfig read(OptionValues values) {
    return new ServerConfig(
        serving.data(),
        serving.runtime(),
        serving.extensions(),
        serving.postgres(values),
        serving.http(values),
        registration.read(values),
        secrets(users),
        secrets(readers),
        secrets(apiKeys),
        secrets(managementKeys),
        Optional.ofNullable(environment),
        databases,
        sample,
        values.seconds("--drain-seconds", drainSeconds, 0, DAY_SECONDS),
        serving.resources(values),
        logging.read(values),
        values.choice("--worker-confinement", workerConfinement, ConfinementMode.class));
  }

  private static List<Secret> secrets(List<String> values) {
    return values.stream().map(Secret::new).toList();
  }
}
