package ai.altertable.benchmarks;

import ai.altertable.benchmarks.process.Machine;
import ai.altertable.benchmarks.process.Settings;
import ai.altertable.benchmarks.report.Report;
import ai.altertable.benchmarks.suite.Benchmark;
import ai.altertable.benchmarks.suite.Suite;
import ai.altertable.benchmarks.suite.Workbench;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Runs the chosen benchmarks. Started by `./bench`, which sets `altertable.home` and
/// `altertable.python`.
public final class Main {
  private Main() {}

  public static void main(String[] words) throws IOException {
    Arguments arguments;
    List<Benchmark> chosen;
    try {
      arguments = Arguments.parse(List.of(words));
      chosen = choose(arguments.names());
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + "\n" + Arguments.USAGE);
      System.exit(2);
      return;
    }
    if (arguments.list()) {
      chosen.forEach(each -> System.out.printf("%-10s  %s%n", each.name(), each.about()));
      System.out.printf("%-10s  %s%n", "micro", "JMH: row encoding, copying into Arrow, routing");
      return;
    }
    run(arguments, chosen, "./bench " + String.join(" ", words));
  }

  private static List<Benchmark> choose(List<String> names) {
    List<Benchmark> all = Suite.all();
    if (names.isEmpty()) {
      return all;
    }
    List<Benchmark> chosen = new ArrayList<>(all);
    chosen.removeIf(benchmark -> !names.contains(benchmark.name()));
    for (String name : names) {
      if (chosen.stream().noneMatch(benchmark -> benchmark.name().equals(name))) {
        throw new IllegalArgumentException("there is no benchmark " + name + "; see --list");
      }
    }
    return chosen;
  }

  private static void run(Arguments arguments, List<Benchmark> chosen, String command)
      throws IOException {
    Path home = Path.of(System.getProperty("altertable.home", ""));
    Path output = home.resolve("target/bench");
    Path work = Files.createDirectories(output).resolve("run-" + ProcessHandle.current().pid());
    Settings settings =
        Settings.ofThisMachine(home, Path.of(System.getProperty("altertable.python", "python3")));
    PrintStream out = System.out;
    Report report = new Report(Machine.inspect(home), Clock.systemUTC().instant(), command, out);
    report.begin();
    Workbench bench = new Workbench(settings, arguments.effort(), report, work);
    Thread interrupted = new Thread(Main::endChildren, "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    boolean done = false;
    try (bench) {
      chosen.forEach(benchmark -> benchmark.run(bench));
      done = true;
    } finally {
      out.println("\nkept in " + home.relativize(report.write(output)));
      if (!done || arguments.keep()) {
        out.println("the data and logs of the run are in " + home.relativize(work));
      }
    }
    Runtime.getRuntime().removeShutdownHook(interrupted);
    if (!arguments.keep()) {
      delete(work);
    }
  }

  /// Also those that are not ready yet. The server ends its own.
  private static void endChildren() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(tree)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
