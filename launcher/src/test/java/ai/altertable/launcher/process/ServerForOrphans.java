package ai.altertable.launcher.process;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/// A server that is there to be killed: it starts a JVM and a program that knows nothing of
/// lifelines, and prints their process ids. Run with `child` as an argument, it is that JVM.
final class ServerForOrphans {
  private ServerForOrphans() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 0) {
      Lifeline.ofThisProcess().watch(Duration.ofSeconds(5), () -> {});
      System.out.println(ProcessHandle.current().pid());
    } else {
      Path java = Path.of(System.getProperty("java.home"), "bin", "java");
      String classPath = System.getProperty("java.class.path");
      start(List.of(java.toString(), "-cp", classPath, ServerForOrphans.class.getName(), "child"));
      start(LifelineShell.tie(SignalledProgram.onSignal("INT", 0), Duration.ofSeconds(20)));
    }
    Thread.sleep(Duration.ofMinutes(1));
  }

  private static void start(List<String> command) {
    new Supervisor(
            InstantSource.system(), new Random(1), NewSession.with(Executables.ofThisProcess()))
        .start(
            "child",
            () -> ProcessSpec.of(command, Path.of("/"), System.out::println),
            RestartPolicy.persistent(),
            (_, _) -> {});
  }
}
