package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.datadir.FailureReason;
import ai.altertable.launcher.postgres.external.ExternalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Which PostgreSQL keeps the metadata, where it is not the embedded one.
final class PostgresOptions {
  @Option(
      names = "--postgres-url",
      paramLabel = "URL",
      description =
          "A PostgreSQL server, version 15 or newer, instead of the embedded one:"
              + " postgresql://role@host:5432/altertable?sslmode=verify-full&sslrootcert=FILE. Not"
              + " with a password on the command line, where all users of the machine can read it.")
  private @Nullable String url;

  @Option(
      names = "--postgres-password",
      paramLabel = "PASSWORD",
      description =
          "The password of its role. For the environment; on the command line all users of the"
              + " machine can read it.")
  private @Nullable String password;

  @Option(
      names = "--postgres-password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password of its role.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--postgres-wait-seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "How long a start waits for that server when it does not answer. Default:"
              + " ${DEFAULT-VALUE}")
  private String waitSeconds;

  /// Empty: the embedded one.
  Optional<ExternalPostgres> read(OptionValues values) {
    Duration patience =
        Duration.ofSeconds(values.number("--postgres-wait-seconds", waitSeconds, 0, 86_400));
    Optional<Secret> secret = secret(values);
    if (url == null) {
      if (secret.isPresent()) {
        values.problem("--postgres-password and --postgres-password-file need --postgres-url");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(ExternalPostgres.of(url, secret, patience));
    } catch (IllegalArgumentException wrong) {
      values.problem("--postgres-url " + wrong.getMessage());
      return Optional.empty();
    }
  }

  /// For commands that have no other values to read.
  ///
  /// @throws ParameterException that tells all that is wrong
  Optional<ExternalPostgres> read(CommandSpec command) {
    OptionValues values = new OptionValues();
    Optional<ExternalPostgres> postgres = read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(command.commandLine(), String.join("\n", values.problems()));
    }
    return postgres;
  }

  private Optional<Secret> secret(OptionValues values) {
    if (password != null && passwordFile != null) {
      values.problem("give --postgres-password or --postgres-password-file, not both");
    }
    if (passwordFile == null) {
      return Optional.ofNullable(password).map(Secret::new);
    }
    try (Stream<String> lines = Files.lines(passwordFile)) {
      return lines.findFirst().map(Secret::new);
    } catch (IOException failure) {
      values.problem("--postgres-password-file cannot be read: " + FailureReason.of(failure));
      return Optional.empty();
    }
  }
}
