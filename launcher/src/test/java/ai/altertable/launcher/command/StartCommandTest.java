package ai.altertable.launcher.command;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.altertable.controlplane.bootstrap.BootstrapFlags;
import ai.altertable.controlplane.database.PostgresServer;
import ai.altertable.controlplane.history.HistoryConfig;
import ai.altertable.engine.Patience;
import ai.altertable.foundation.catalog.PostgresTls;
import ai.altertable.foundation.lifecycle.DataSize;
import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.http.tls.TlsFiles;
import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.confinement.ConfinementMode;
import ai.altertable.launcher.log.LogConfig;
import ai.altertable.launcher.log.LogFormat;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import ai.altertable.launcher.server.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

class StartCommandTest {
  /// A value other than the default for each setting.
  private static final Map<String, String> ALL =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("runtime-dir", "/srv/runtime"),
              Map.entry("extension-dir", "/srv/extensions"),
              Map.entry("data-dir", "/srv/data"),
              Map.entry("http-port", "18000"),
              Map.entry(
                  "postgres-url",
                  "postgresql://platform@db.internal:5433/alt?sslmode=verify-full&sslrootcert=/srv/ca.pem"),
              Map.entry("postgres-password", "four"),
              Map.entry("postgres-wait-seconds", "9"),
              Map.entry("listen-address", "0.0.0.0"),
              Map.entry("tls-certificate", "/srv/cert.pem"),
              Map.entry("tls-key", "/srv/key.pem"),
              Map.entry("allow-plaintext", "true"),
              Map.entry("registration-port", "18004"),
              Map.entry("registration-listen-address", "0.0.0.0"),
              Map.entry("registration-address", "control.example:15004"),
              Map.entry("control-plane-port", "18005"),
              Map.entry("control-plane-address", "control.example:15005"),
              Map.entry("user", "ann:one"),
              Map.entry("reader", "ben:two"),
              Map.entry("api-key", "three"),
              Map.entry("management-key", "atm_four"),
              Map.entry("environment", "staging"),
              Map.entry("database", "sales"),
              Map.entry("sample", "true"),
              Map.entry("worker-threads", "3"),
              Map.entry("worker-memory", "2GiB"),
              Map.entry("worker-spill", "5GiB"),
              Map.entry("disk-reserve", "7MiB"),
              Map.entry("worker-prepare-seconds", "11"),
              Map.entry("worker-stuck-seconds", "5"),
              Map.entry("drain-seconds", "45"),
              Map.entry("history-retention-days", "400"),
              Map.entry("log-format", "json"),
              Map.entry("log-level", "debug"),
              Map.entry("worker-confinement", "require")));

  private static final ServerConfig EXPLICIT =
      new ServerConfig(
          new ServerConfig.ControlPlane(
              Path.of("/srv/data"),
              Path.of("/srv/runtime"),
              Optional.of(
                  new ExternalPostgres(
                      new PostgresServer(
                          "db.internal",
                          5433,
                          "platform",
                          new Secret("four"),
                          new PostgresTls(
                              PostgresTls.Mode.VERIFY_FULL, Optional.of("/srv/ca.pem"))),
                      "alt",
                      "alt_lakehouse",
                      Duration.ofSeconds(9))),
              new ServerConfig.Http(
                  InetAddress.ofLiteral("0.0.0.0"),
                  18_000,
                  Optional.of(new TlsFiles.Pem(Path.of("/srv/cert.pem"), Path.of("/srv/key.pem"))),
                  true),
              new ServerConfig.Registration(
                  InetAddress.ofLiteral("0.0.0.0"),
                  new ServerConfig.Port(18_004, Optional.of("control.example:15004")),
                  new ServerConfig.Port(18_005, Optional.of("control.example:15005"))),
              new BootstrapFlags(
                  List.of(new Secret("ann:one")),
                  List.of(new Secret("ben:two")),
                  List.of(new Secret("three")),
                  List.of(new Secret("atm_four")),
                  List.of("staging"),
                  List.of("sales")),
              new HistoryConfig(Duration.ofDays(400)),
              new LogConfig(LogFormat.JSON, Level.DEBUG)),
          Optional.of(Path.of("/srv/extensions")),
          true,
          Duration.ofSeconds(45),
          new ServerConfig.WorkerResources(
              3,
              DataSize.ofMebibytes(2048),
              DataSize.ofMebibytes(5120),
              DataSize.ofMebibytes(7),
              new Patience(Duration.ofSeconds(11), Duration.ofSeconds(5))),
          ConfinementMode.REQUIRE);

  @TempDir private Path folder;

  private static ServerConfig parse(
      Optional<Path> file, Map<String, String> environment, List<String> options) {
    CommandLine line = CommandLines.commandLine();
    line.setDefaultValueProvider(ConfigSources.read(file, environment));
    List<String> words = new ArrayList<>(List.of("start"));
    words.addAll(options);
    CommandLine command =
        line.parseArgs(words.toArray(String[]::new)).subcommand().commandSpec().commandLine();
    StartCommand start = command.getCommand();
    return start.config();
  }

  private static String variable(String key) {
    return "ALTERTABLE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Test
  void recordedDefaults() {
    ServerConfig config = parse(Optional.empty(), Map.of(), List.of());

    assertThat(config)
        .isEqualTo(
            new ServerConfig(
                new ServerConfig.ControlPlane(
                    Path.of("data").toAbsolutePath(),
                    config.controlPlane().runtime(),
                    Optional.empty(),
                    new ServerConfig.Http(
                        InetAddress.getLoopbackAddress(), 15_000, Optional.empty(), false),
                    new ServerConfig.Registration(
                        InetAddress.getLoopbackAddress(),
                        new ServerConfig.Port(15_004, Optional.empty()),
                        new ServerConfig.Port(15_005, Optional.empty())),
                    new BootstrapFlags(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                    HistoryConfig.defaults(),
                    new LogConfig(LogFormat.TEXT, Level.INFO)),
                Optional.empty(),
                false,
                Duration.ofSeconds(20),
                new ServerConfig.WorkerResources(
                    Runtime.getRuntime().availableProcessors(),
                    MachineMemory.half(),
                    DataSize.ofMebibytes(32 << 10),
                    DataSize.ofMebibytes(1024),
                    Patience.DEFAULT),
                ConfinementMode.PREFER));
    assertThat(config.controlPlane().runtime()).hasFileName("runtime");
  }

  @Test
  void everySettingThatThereIsIsMappedBelow() {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option :
        CommandLine.Model.CommandSpec.forAnnotatedObject(new StartCommand()).options()) {
      if (!option.inherited() && !option.usageHelp() && !option.versionHelp()) {
        names.add(option.names()[0].substring(2));
      }
    }

    // The other way to name a certificate.
    names.remove("tls-keystore");
    names.remove("tls-keystore-password-file");
    // The other way to give a password.
    names.remove("postgres-password-file");
    assertThat(ALL.keySet()).isEqualTo(names);
  }

  @Test
  void fullExplicitMappingFromTheCommandLine() {
    List<String> options =
        ALL.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();

    assertThat(parse(Optional.empty(), Map.of(), options)).isEqualTo(EXPLICIT);
  }

  @Test
  void fullExplicitMappingFromTheEnvironment() {
    Map<String, String> environment = new TreeMap<>();
    ALL.forEach((key, value) -> environment.put(variable(key), value));

    assertThat(parse(Optional.empty(), environment, List.of())).isEqualTo(EXPLICIT);
  }

  @Test
  void fullExplicitMappingFromTheFile() throws IOException {
    Path file = folder.resolve("altertable.conf");
    Files.write(file, ALL.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()).toList());

    assertThat(parse(Optional.of(file), Map.of(), List.of())).isEqualTo(EXPLICIT);
  }

  @ParameterizedTest
  @CsvSource({
    "http-port, 65536",
    "http-port, x",
    "worker-threads, 0",
    "worker-threads, many",
    "worker-memory, 1MiB",
    "worker-memory, lots",
    "worker-spill, x",
    "disk-reserve, x",
    "worker-prepare-seconds, 0",
    "worker-stuck-seconds, x",
    "worker-confinement, sometimes"
  })
  void badValuesAreRefusedByName(String name, String value) {
    assertThatThrownBy(() -> parse(Optional.empty(), Map.of(variable(name), value), List.of()))
        .asInstanceOf(type(ParameterException.class))
        .extracting(CommandLines::message, as(STRING))
        .contains("--" + name, value);
  }

  private static void assertRefused(String problem, String... options) {
    assertThatThrownBy(() -> parse(Optional.empty(), Map.of(), List.of(options)))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void addressThatOthersReachNeedsTlsOrPermission() {
    String problem = "--listen-address 0.0.0.0 can be reached from other machines";
    assertRefused(problem, "--listen-address=0.0.0.0");
    assertRefused("--listen-address :: can", "--listen-address=::");
    assertRefused("must be an address of this machine", "--listen-address=no such host");

    List<List<String>> allowed =
        List.of(
            List.of("--listen-address=0.0.0.0", "--allow-plaintext"),
            List.of("--listen-address=0.0.0.0", "--tls-certificate=c", "--tls-key=k"),
            List.of("--listen-address=::1"),
            List.of("--listen-address=localhost"));
    for (List<String> options : allowed) {
      ServerConfig.Http http = parse(Optional.empty(), Map.of(), options).controlPlane().http();
      assertThat(http.isExposed()).isEqualTo(options.contains("--allow-plaintext"));
    }
  }

  @Test
  void certificateIsNamedInOneWayAndWhole() {
    assertRefused("need each other", "--tls-certificate=c");
    assertRefused("need each other", "--tls-key=k");
    assertRefused("need each other", "--tls-keystore=s");
    assertRefused("need each other", "--tls-keystore-password-file=p");
    assertRefused("not both", "--tls-key=k", "--tls-keystore=s");

    List<String> keystore =
        List.of("--tls-keystore=/srv/s.p12", "--tls-keystore-password-file=/srv/p");
    assertThat(parse(Optional.empty(), Map.of(), keystore).controlPlane().http().tls())
        .contains(new TlsFiles.Keystore(Path.of("/srv/s.p12"), Path.of("/srv/p")));
  }

  @Test
  void unknownNamesAndAllBadValuesAreToldAtOnce() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("altertable.conf"),
            "http-prot = 1\nhttp-port = x\nworker-spill = big\nworker-memory = 1MiB\n");
    Path data = folder.resolve("data");
    StringWriter told = new StringWriter();

    int status =
        CommandLines.run(
            CommandLines.commandLine().setErr(new PrintWriter(told)),
            new String[] {"start", "--config", file.toString(), "--data-dir", data.toString()},
            Map.of("ALTERTABLE_USR", "a:b", "ALTERTABLE_WORKER_THREADS", "none"));

    assertThat(status).isEqualTo(CommandLines.BAD_CONFIGURATION);
    assertThat(told.toString().lines())
        .contains(
            "  --http-port must be between 0 and 65535, not x",
            "  --worker-threads must be between 1 and 1024, not none",
            "  --worker-memory must be at least 128MiB, not 1MiB",
            "  --worker-spill must be a size, for example 512MiB or 4GiB, not big",
            "  the environment variable ALTERTABLE_USR is not known",
            "  the configuration file's key http-prot is not known");
    assertThat(data).doesNotExist();
  }

  @Test
  void valueThatCannotBeReadAtAllIsToldWithTheUnknownNames() {
    StringWriter told = new StringWriter();

    int status =
        CommandLines.run(
            CommandLines.commandLine().setErr(new PrintWriter(told)),
            new String[] {"start", "--sample=perhaps"},
            Map.of("ALTERTABLE_USR", "a:b"));

    assertThat(status).isEqualTo(CommandLines.BAD_CONFIGURATION);
    assertThat(told.toString()).contains("--sample", "perhaps", "ALTERTABLE_USR");
  }

  @Test
  void keyThatAFileHasTwiceIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("twice.conf"), "reader = a:b\nreader = c:d\n");
    assertThatThrownBy(() -> parse(Optional.of(file), Map.of(), List.of()))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("more than one line for reader");
    Path once = Files.writeString(folder.resolve("once.conf"), "reader = a:b\\nc:d\n");
    assertThat(parse(Optional.of(once), Map.of(), List.of()).controlPlane().flags().readers())
        .hasSize(2);
  }
}
