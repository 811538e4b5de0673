package ai.altertable.launcher.postgres;

import ai.altertable.launcher.process.Command;
import ai.altertable.launcher.process.CommandOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `ps`, where there is no `/proc` (macOS). It sees a server's first process only, by the command
/// line that it was started with.
///
/// @param ps the program
record PsTable(Path ps) implements ProcessTable {
  private static final Duration WITHIN = Duration.ofSeconds(10);

  @Override
  public List<Long> workingIn(Cluster cluster, PostmasterFile postmaster) {
    return switch (postmaster) {
      case PostmasterFile.Names named
          when command(named.pid()).filter(command -> serves(command, cluster)).isPresent() ->
          List.of(named.pid());
      case PostmasterFile.Names _, PostmasterFile.Absent _, PostmasterFile.Unreadable _ ->
          List.of();
    };
  }

  @Override
  public boolean foreign(long pid, Cluster cluster) {
    return command(pid).filter(command -> !serves(command, cluster)).isPresent();
  }

  private static boolean serves(String command, Cluster cluster) {
    return command.contains("/postgres -D " + cluster.directory() + " ");
  }

  private Optional<String> command(long pid) {
    List<String> words = List.of(ps.toString(), "-ww", "-o", "command=", "-p", Long.toString(pid));
    CommandOutcome outcome = new Command(words, Map.of(), Path.of("/")).run(WITHIN);
    return outcome.succeeded() ? outcome.lines().stream().findFirst() : Optional.empty();
  }
}
