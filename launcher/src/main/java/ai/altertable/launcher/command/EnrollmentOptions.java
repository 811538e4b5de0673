package ai.altertable.launcher.command;

import ai.altertable.link.enrollment.EnrollmentToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The token by which a process becomes a member.
final class EnrollmentOptions {
  @Option(
      names = "--enrollment-token",
      paramLabel = "TOKEN",
      description =
          "By which the process enrols, once; made by `altertable token create`. It shows in lists of"
              + " processes: better give --enrollment-token-file.")
  private @Nullable String token;

  @Option(
      names = "--enrollment-token-file",
      paramLabel = "FILE",
      description = "A file whose first line is the token.")
  private @Nullable Path tokenFile;

  Optional<EnrollmentToken> token(OptionValues values) {
    try {
      String text = text();
      return text == null ? Optional.empty() : Optional.of(EnrollmentToken.parse(text));
    } catch (IllegalArgumentException malformed) {
      values.problem(String.valueOf(malformed.getMessage()));
    } catch (IOException unreadable) {
      values.problem("--enrollment-token-file cannot be read: " + unreadable.getMessage());
    }
    return Optional.empty();
  }

  private @Nullable String text() throws IOException {
    if (tokenFile == null) {
      return token;
    }
    try (var lines = Files.lines(tokenFile)) {
      return lines.findFirst().orElse("");
    }
  }
}
