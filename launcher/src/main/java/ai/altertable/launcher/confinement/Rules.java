package ai.altertable.launcher.confinement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is still allowed; all else of the kinds that are handled is refused. Paths that do not
/// exist are left out: nothing that appears there later is allowed either.
///
/// @param handled the kinds of access to files that are refused where no rule allows them
/// @param files what is allowed, on files and on all that lies below directories
/// @param tcpPorts those that may be connected to, of any address; then nothing may be listened on.
///   Empty: the network is not handled
/// @param apart whether processes outside can be sent no signals, and their abstract Unix sockets
///   not be connected to
public record Rules(
    Set<FileRight> handled, List<FileRule> files, Optional<Set<Integer>> tcpPorts, boolean apart) {
  /// @param path of a file or a directory, which links are followed to
  record FileRule(Path path, Set<FileRight> rights) {}

  public Rules {
    handled = Set.copyOf(handled);
    files = List.copyOf(files);
    tcpPorts = tcpPorts.map(Set::copyOf);
  }

  /// For a process: nothing but what is added.
  public static Rules nothing() {
    return new Rules(FileRight.ALL, List.of(), Optional.of(Set.of()), true);
  }

  /// For threads of a process that is confined already: nothing is read and no program run but what
  /// is added; of writing and the network nothing more is taken away.
  public static Rules nothingRead() {
    return new Rules(
            Set.of(FileRight.READ_FILE, FileRight.READ_DIR, FileRight.EXECUTE, FileRight.REFER),
            List.of(),
            Optional.empty(),
            false)
        .with(List.of(Path.of("/")), Set.of(FileRight.REFER));
  }

  public Rules reading(Collection<Path> paths) {
    return with(paths, FileRight.READ);
  }

  /// Programs, with what they load.
  public Rules running(Collection<Path> paths) {
    return with(paths, FileRight.RUN);
  }

  /// What may be read, changed, made and removed.
  public Rules writing(Collection<Path> paths) {
    return with(paths, FileRight.WRITE);
  }

  public Rules connecting(Set<Integer> ports) {
    return new Rules(handled, files, Optional.of(ports), apart);
  }

  /// The same, but for what belongs to a wall: that is not handled.
  Rules without(Wall wall) {
    return switch (wall) {
      case FILES -> new Rules(Set.of(), List.of(), tcpPorts, apart);
      case NETWORK -> new Rules(handled, files, Optional.empty(), apart);
      case APART -> new Rules(handled, files, tcpPorts, false);
    };
  }

  /// Whether there is anything that they refuse.
  boolean confine() {
    return !handled.isEmpty() || tcpPorts.isPresent() || apart;
  }

  /// Of those that there are, what kernels have learnt last.
  Wall newestWall() {
    if (apart) {
      return Wall.APART;
    }
    return tcpPorts.isPresent() ? Wall.NETWORK : Wall.FILES;
  }

  private Rules with(Collection<Path> paths, Set<FileRight> rights) {
    List<FileRule> all = new ArrayList<>(files);
    paths.forEach(path -> all.add(new FileRule(path, rights)));
    return new Rules(handled, all, tcpPorts, apart);
  }
}
