package ai.altertable.launcher.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts a command into a terminal session of its own, so that Ctrl-C reaches the server only and
/// the server stops its children in order. The process keeps its id: the prefix replaces itself by
/// the command.
///
/// @param prefix put before a command; empty where the machine has no means
public record NewSession(List<String> prefix) {
  public NewSession {
    prefix = List.copyOf(prefix);
  }

  /// `setsid`, else Perl, else nothing.
  public static NewSession with(Executables executables) {
    Optional<List<String>> setsid =
        executables.find("setsid").map(path -> List.of(path.toString()));
    return new NewSession(
        setsid.or(() -> executables.find("perl").map(NewSession::perl)).orElse(List.of()));
  }

  private static List<String> perl(Path perl) {
    return List.of(
        perl.toString(),
        "-MPOSIX",
        "-e",
        "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127",
        "--");
  }

  List<String> wrap(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }
}
