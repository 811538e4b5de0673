package ai.altertable.launcher.command;

import ai.altertable.foundation.lifecycle.Secret;
import ai.altertable.launcher.StartupFailure;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a command gets a password from, never its arguments, which every user of the machine can
/// read: a file, the terminal without echo, or else the first line of standard input.
final class PasswordInput {
  private static final String ADVICE =
      "Type it when asked, or give it in the first line of standard input or of --password-file.";

  private final @Nullable Console terminal;
  private final InputStream input;

  PasswordInput(@Nullable Console terminal, InputStream input) {
    this.terminal = terminal;
    this.input = input;
  }

  static PasswordInput ofThisProcess() {
    Optional<Console> console = Optional.ofNullable(System.console());
    return new PasswordInput(console.filter(Console::isTerminal).orElse(null), System.in);
  }

  /// @param whose for the prompt
  /// @throws StartupFailure when there is none, or it was typed differently twice
  Secret read(Optional<Path> file, String whose) {
    try {
      if (file.isPresent()) {
        return firstLine(Files.newInputStream(file.get()), file.get().toString());
      }
      return terminal == null ? firstLine(input, "standard input") : typed(terminal, whose);
    } catch (IOException failure) {
      throw new StartupFailure(
          "The password cannot be read: " + failure.getMessage() + ".", ADVICE, failure);
    }
  }

  private static Secret firstLine(InputStream source, String name) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      if (line == null || line.isEmpty()) {
        throw new StartupFailure("There is no password in " + name + ".", ADVICE);
      }
      return new Secret(line);
    }
  }

  private static Secret typed(Console terminal, String whose) {
    char[] first = terminal.readPassword("New password of %s: ", whose);
    char[] second = terminal.readPassword("The same again: ");
    if (first == null || first.length == 0) {
      throw new StartupFailure("No password was typed.", ADVICE);
    }
    if (!Arrays.equals(first, second)) {
      throw new StartupFailure(
          "The two passwords differ.", "Nothing has been changed; run the command again.");
    }
    return new Secret(new String(first));
  }
}
