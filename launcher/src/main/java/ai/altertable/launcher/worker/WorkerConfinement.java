package ai.altertable.launcher.worker;

import ai.altertable.launcher.confinement.Rules;
import ai.altertable.launcher.confinement.SystemFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What the kernel lets a hosted worker do, in two layers. The process has the first one from its
/// first instruction on. The second one is of the thread that runs `main` and of all that descend
/// from it, which are all that run statements: only the Java machine's own threads do not.
///
/// | | the process | its threads |
/// |---|---|---|
/// | reads | Java, the program, libraries, settings; its directories; `/proc` | the same, of `/proc` only what is about itself |
/// | writes | the objects, and its own: uploads, workspace, socket | the same |
/// | connects by TCP to | the ports it is told of | the same |
/// | listens by TCP on | nothing | nothing |
/// | runs | Java, and what lies where libraries do | nothing |
public final class WorkerConfinement {
  private static final Path NOWHERE = Path.of("/dev/null");

  private WorkerConfinement() {}

  /// @param starters programs that start the process's own and become it
  static Rules ofProcess(WorkerInstructions instructions, List<String> starters) {
    return Rules.nothing()
        .running(starters.stream().filter(word -> word.startsWith("/")).map(Path::of).toList())
        .running(SystemFiles.java())
        .running(SystemFiles.libraries())
        .reading(SystemFiles.processes())
        .reading(readable(instructions))
        .writing(writable(instructions))
        .connecting(instructions.ports());
  }

  static Rules ofThreads(WorkerInstructions instructions) {
    return Rules.nothingRead()
        .reading(SystemFiles.java())
        .reading(SystemFiles.libraries())
        .reading(SystemFiles.aboutItself())
        .reading(readable(instructions))
        .writing(writable(instructions));
  }

  private static List<Path> readable(WorkerInstructions instructions) {
    List<Path> paths = new ArrayList<>(SystemFiles.settings());
    paths.addAll(SystemFiles.program());
    paths.add(instructions.settings().runtime());
    paths.add(instructions.settings().extensions());
    instructions.rootCertificate().ifPresent(paths::add);
    return paths;
  }

  private static List<Path> writable(WorkerInstructions instructions) {
    return List.of(
        instructions.settings().objects(),
        instructions.settings().staging(),
        instructions.settings().workspace(),
        Objects.requireNonNull(instructions.socket().getParent(), "a socket lies in a directory"),
        NOWHERE);
  }
}
