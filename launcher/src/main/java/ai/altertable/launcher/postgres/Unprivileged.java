package ai.altertable.launcher.postgres;

import ai.altertable.launcher.StartupFailure;
import ai.altertable.launcher.process.Command;
import ai.altertable.launcher.process.CommandOutcome;
import ai.altertable.launcher.process.Executables;
import com.sun.security.auth.module.UnixSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How PostgreSQL's programs are run: they refuse to run as root. For root they run in a user
/// namespace without any mapping (`unshare -U`), where the process is nobody in its own eyes, while
/// its files belong to root in everybody else's, and root's privileges do not count.
///
/// @param prefix put before every command; empty for other users
record Unprivileged(List<String> prefix) {
  private static final Duration CHECK_WITHIN = Duration.ofSeconds(10);

  Unprivileged {
    prefix = List.copyOf(prefix);
  }

  static Unprivileged forThisUser(Executables executables) {
    return new UnixSystem().getUid() == 0 ? forRoot(executables) : new Unprivileged(List.of());
  }

  /// @throws StartupFailure when the machine does not let root do that
  static Unprivileged forRoot(Executables executables) {
    String reason =
        executables
            .find("unshare")
            .map(unshare -> refusal(List.of(unshare.toString(), "-U")))
            .orElse("there is no program 'unshare'");
    if (!reason.isEmpty()) {
      throw new StartupFailure(
          "PostgreSQL refuses to run as root, and this machine does not let it run without root's"
              + " rights: "
              + reason
              + ".",
          "Start Altertable as another user.");
    }
    return new Unprivileged(List.of(executables.find("unshare").orElseThrow().toString(), "-U"));
  }

  private static String refusal(List<String> prefix) {
    CommandOutcome outcome = new Unprivileged(prefix).run("exit 0", Path.of("/"));
    return outcome.succeeded() ? "" : "unshare " + outcome.lastWords();
  }

  private CommandOutcome run(String script, Path argument) {
    List<String> shell = List.of("/bin/sh", "-c", script, "sh", argument.toString());
    return new Command(wrap(shell), Map.of(), Path.of("/")).run(CHECK_WITHIN);
  }

  /// Sees whether a directory can be entered in that way.
  ///
  /// @throws StartupFailure when it cannot
  void requireAccess(Path directory) {
    CommandOutcome outcome = run("cd \"$1\"", directory);
    if (!outcome.succeeded()) {
      throw new StartupFailure(
          "PostgreSQL, which does not run with root's rights, cannot enter " + directory + ".",
          "Start Altertable as the user whom that directory and those above it belong to, or"
              + " choose another place with --data-dir.");
    }
  }

  List<String> wrap(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }
}
